from django.apps import AppConfig


class TrayConfig(AppConfig):
    name = "tray"
