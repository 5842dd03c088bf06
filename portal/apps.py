from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from accounts import once_more
        from portal.once_more import REASONS

        once_more.register(REASONS)
