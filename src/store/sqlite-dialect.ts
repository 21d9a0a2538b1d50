import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Driver, type SqliteDatabase, SqliteDialect, SqliteDriver } from 'kysely';

/** Kysely over `node:sqlite`, for which no dialect is kept up to date. Kysely itself runs one query or transaction at a time. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    super({ database: adapted(db) });
    this.#db = db;
  }

  override createDriver(): Driver {
    return new NodeSqliteDriver(this.#db);
  }
}

class NodeSqliteDriver extends SqliteDriver {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    super({ database: adapted(db) });
    this.#db = db;
  }

  /** Takes the write lock at once: SQLite cannot wait for another connection in the middle of a transaction. */
  override async beginTransaction(): Promise<void> {
    this.#db.exec('BEGIN IMMEDIATE');
  }

  override async commitTransaction(): Promise<void> {
    this.#db.exec('COMMIT');
  }

  override async rollbackTransaction(): Promise<void> {
    // After some failures (a full disk) SQLite has rolled back by itself.
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }
}

const adapted = (db: DatabaseSync): SqliteDatabase => ({
  close: () => db.close(),
  prepare(sql) {
    const statement = db.prepare(sql);
    // Kysely passes on the values of its callers; the types of the tables limit these to what SQLite accepts.
    const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...values(parameters)),
      run: (parameters) => statement.run(...values(parameters)),
      iterate: (parameters) => statement.iterate(...values(parameters)),
    };
  },
});
