/**
 * Loaded into the process under test before anything else (`node --import`): counts its writes to the store, and kills the process
 * at one of them. `SITREP_FAULT_POINT` names a file whose content says where: "before 2" the second write from
 * when the file came, or "after 2". Beside it, in a file that ends in ".count", a byte stands for each write.
 */

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { DatabaseSync } from 'node:sqlite';

const path = process.env.SITREP_FAULT_POINT;
if (path === undefined) throw new Error('SITREP_FAULT_POINT must name a file.');
let seen = 0;

// Saved at the first write, when everything is loaded, because SIGKILL leaves no time at the end.
let isKept = false;

/** Call it before a write is confirmed. @returns a function to call after that */
function beforeWrite(faultPoint: string): () => void {
  if (!isKept) flushCompileCache();
  isKept = true;
  const [when, nth] = existsSync(faultPoint) ? readFileSync(faultPoint, 'utf8').split(' ') : [];
  if (when !== undefined) seen += 1;
  const isHere = seen === Number(nth);
  if (isHere && when === 'before') process.kill(process.pid, 'SIGKILL');
  return () => {
    appendFileSync(`${faultPoint}.count`, '.');
    if (isHere && when === 'after') process.kill(process.pid, 'SIGKILL');
  };
}

const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (sql: string): void {
  if (sql !== 'COMMIT') {
    exec.call(this, sql);
    return;
  }
  const after = beforeWrite(path);
  exec.call(this, sql);
  after();
};

if (process.env.SITREP_STORE?.startsWith('postgres')) {
  const { default: pg } = await import('pg');
  const query: (...parameters: unknown[]) => unknown = pg.Client.prototype.query;
  Object.assign(pg.Client.prototype, {
    query(this: unknown, ...parameters: unknown[]): unknown {
      if (parameters[0] !== 'commit') return query.call(this, ...parameters);
      const after = beforeWrite(path);
      return Promise.resolve(query.call(this, ...parameters)).then((result) => {
        after();
        return result;
      });
    },
  });
}
