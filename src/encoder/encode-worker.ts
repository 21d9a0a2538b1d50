/**
 * The encoder's process: loads the model that its parent names, then encodes text after text. It ends when its parent ends, for
 * whatever reason. It ignores a signal that a terminal or a service manager sends to the whole group, because the parent decides.
 */

import type { FromProcess, ToProcess } from './messages.ts';
import { type EncodeText, loadModel } from './onnx-model.ts';

const tell = (message: FromProcess) => void process.send?.(message);
const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

let encode: EncodeText | undefined;

async function load({ folder, settings }: Extract<ToProcess, { kind: 'load' }>): Promise<void> {
  try {
    encode = await loadModel(folder, settings);
    tell({ kind: 'ready' });
  } catch (error) {
    tell({ kind: 'refused', problem: wordsOf(error) });
  }
}

async function answer({ id, text, as, wanted }: Extract<ToProcess, { kind: 'encode' }>): Promise<void> {
  try {
    if (!encode) throw new Error('asked for a vector before the model was loaded');
    tell({ kind: 'encoded', id, encoded: await encode(text, as, wanted) });
  } catch (error) {
    tell({ kind: 'failed', id, problem: wordsOf(error) });
  }
}

process.on('message', (message: ToProcess) => void (message.kind === 'load' ? load(message) : answer(message)));
// Without this the process would end only after the texts in its queue.
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
