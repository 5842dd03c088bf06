from django.apps import AppConfig


class TrayConfig(AppConfig):
    name = "tray"

    def ready(self):
        from outbox.registry import register_given_up
        from tray.failed import put_failed

        register_given_up(put_failed)
