// Appends two events to new streams with Emmett, on several connections at once.
// Usage: node emmett_append.mjs FOLDER_OF_PACKAGE '{"url", "connections", "seconds", "events"}'
// Says that it is ready; then each line on standard input asks for one round, and the answer is a line with
// appends per second.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [, , folder, asked] = process.argv;
const { url, connections, seconds, events } = JSON.parse(asked);
const requireThere = createRequire(pathToFileURL(`${folder}/dist/index.js`));
const { getPostgreSQLEventStore } = await import(`${folder}/dist/index.js`);
const pg = requireThere('pg');

const pool = new pg.Pool({ connectionString: url, min: connections, max: connections });
const store = getPostgreSQLEventStore(url, { connectionOptions: { pool }, schema: { autoMigration: 'None' } });
await store.schema.migrate();
console.log('ready');

const client = async (until) => {
  let done = 0;
  while (performance.now() < until) {
    await store.appendToStream(`dues-${randomUUID()}`, events, { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' });
    done += 1;
  }
  return done;
};

for await (const _ of createInterface({ input: process.stdin })) {
  const began = performance.now();
  const done = await Promise.all(Array.from({ length: connections }, () => client(began + seconds * 1000)));
  const elapsed = (performance.now() - began) / 1000;
  console.log(done.reduce((sum, one) => sum + one, 0) / elapsed);
}
await store.close();
await pool.end();
