import { ALL_TECHNIQUES, type Techniques } from '../../src/search/techniques.ts';
import { FIGURES, type Figures, measure, printTable } from './quality.ts';
import { loadSelqa } from './selqa.ts';

/** `ablation`: what each technique is worth, as the change of every figure when it alone is switched off. */
export async function runAblation(): Promise<void> {
  const selqa = await loadSelqa();
  if (selqa === null) return;
  const whole = measure(selqa, ALL_TECHNIQUES);
  console.log('SelQA dev, change in percentage points when one technique is switched off; the last line has all on.\n');
  const names = Object.keys(ALL_TECHNIQUES) as (keyof Techniques)[];
  const changes = names.map((name): [string, Figures] => {
    const without = measure(selqa, { ...ALL_TECHNIQUES, [name]: false });
    return [`without ${name}`, difference(without, whole)];
  });
  printTable(changes, signed);
  console.log(`| all on | ${FIGURES.map((figure) => whole[figure].toFixed(1)).join(' | ')} |`);
}

function signed(value: number): string {
  const rounded = Math.round(10 * value) / 10;
  return rounded === 0 ? '0' : `${rounded > 0 ? '+' : ''}${rounded.toFixed(1)}`;
}

function difference(a: Figures, b: Figures): Figures {
  return Object.fromEntries(FIGURES.map((figure) => [figure, a[figure] - b[figure]])) as Figures;
}
