"""What Alembic runs: one transaction, which is that of the connection it is given."""

from alembic import context

from simulator.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
