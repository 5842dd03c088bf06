from django.db import migrations

# Cache and rate limits live here when there is no Redis. Unlogged: it may be empty after a crash, and is cheaper.
TABLE = """
CREATE UNLOGGED TABLE IF NOT EXISTS cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(TABLE, "DROP TABLE cache;")]
