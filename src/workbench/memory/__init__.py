"""What we know: schema, ingest, snapshots and the queries that read them."""
