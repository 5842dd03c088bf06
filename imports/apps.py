from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self):
        from imports.contract import ImportsAnswerer
        from records import contract

        contract.register(ImportsAnswerer("imports", owns=()))
