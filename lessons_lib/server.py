"""The websocket between browser and kernel, with Nagle's delay off.

Nagle's algorithm holds a small message back until the one before it is acknowledged, up to 40 ms. A slider sends
nothing but small messages, so every picture would come that much later. The file
etc/jupyter/jupyter_server_config.d/lessons_lib.json of the environment names this class to the Jupyter server.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptWebsocketConnection(ZMQChannelsWebsocketConnection):
    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()
