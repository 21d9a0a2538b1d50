/**
 * Ends the process with one line where Node.js cannot run TypeScript, or where the packages are not installed. Loaded before the doors
 * (`node -r ./src/node-version.cjs …`), and written in plain JavaScript, because an old Node.js cannot even parse them.
 */

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
// The first versions that strip types without an option. Node.js 23 began to do so before 22.
const stripsTypes = major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
if (!stripsTypes) {
  console.error(
    `Run "npm ci" first, without --omit=dev: it installs the Node.js 24 that runs Sitrep. This is Node.js ${process.versions.node}; without that, Sitrep needs 22.18 or later.`,
  );
  process.exit(1);
}

try {
  require.resolve('discord.js');
} catch {
  console.error('The packages that Sitrep needs are not installed. Run "npm ci" in its folder first.');
  process.exit(1);
}
