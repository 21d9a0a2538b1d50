import { defineConfig } from 'vitest/config';

/** Tests without process, browser or socket: `npm run test:unit`. Every other test needs one of them, or minutes. */
const UNIT = [
  ...['knowledge', 'language', 'retrieve', 'views', 'pins', 'discord'].map((folder) => `test/${folder}/**/*.test.ts`),
  'test/workshop/{article,commands,edit-entry,edit-yaml,merge-lines,reading}.test.ts',
  'test/{architecture,config,live-sitrep,situations,sitrep}.test.ts',
];

export default defineConfig({
  test: {
    // Tests that start a browser or a whole process share two cores with everything else; waits are for events, this is only the ceiling.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: UNIT, setupFiles: 'test/no-process-or-socket.ts', isolate: false },
      },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: ['node_modules', ...UNIT] } },
    ],
  },
});
