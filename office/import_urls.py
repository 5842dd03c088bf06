"""The addresses of what comes along from another system."""

from django.urls import path

from office.views import import_deciding, import_describing, imports

IMPORT = "import/<uuid:batch>/"
addresses = [
    path("import/", imports.imports, name="imports"),
    path("import/new/", imports.new, name="import_new"),
    path(IMPORT, imports.batch, name="import_batch"),
    path(IMPORT + "columns/", import_describing.columns, name="import_columns"),
    path(IMPORT + "names/", import_describing.names, name="import_names"),
    path(IMPORT + "letting-in/", import_deciding.letting_in, name="import_letting_in"),
    path(IMPORT + "undoing/", import_deciding.undoing, name="import_undoing"),
    path(IMPORT + "dropping/", imports.dropping, name="import_dropping"),
    path(IMPORT + "again/", imports.again, name="import_again"),
    path(IMPORT + "rows.csv", import_deciding.rows, name="import_rows"),
]
