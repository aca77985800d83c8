"""Pictures: functions that draw on matplotlib axes and return the artists that change, marked `animated`.

They know nothing of sliders; `widgets` connects the two. One module per topic, `style` for what all share.
"""
