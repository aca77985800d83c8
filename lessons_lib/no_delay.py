"""The websocket between browser and kernel, with Nagle's delay off: a Jupyter server extension.

Nagle's algorithm holds a small message back until the one before it is acknowledged, up to 40 ms. A slider sends
nothing but small messages, so every picture would come that much later. The file
etc/jupyter/jupyter_server_config.d/lessons_lib.json of the environment enables the extension.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptWebsocketConnection(ZMQChannelsWebsocketConnection):
    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def _jupyter_server_extension_points():
    return [{"module": "lessons_lib.no_delay"}]


def _load_jupyter_server_extension(app):
    if app.kernel_websocket_connection_class is ZMQChannelsWebsocketConnection:  # a gateway keeps its own
        app.web_app.settings["kernel_websocket_connection_class"] = PromptWebsocketConnection
