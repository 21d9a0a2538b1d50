import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, fitTexts } from '../../src/views/limits.ts';
import { anyText } from '../discord/hostile.ts';

describe('fitTexts', () => {
  test('texts within the budget stay as they are', () => {
    expect(fitTexts(['short', 'also short'], 100)).toEqual(['short', 'also short']);
  });

  test('of one long text among short ones only the long one is cut', () => {
    const [first, second] = fitTexts(['short', 'long '.repeat(100)], 100);
    expect(first).toBe('short');
    expect(second).toMatch(/^long long .*…$/);
  });

  test('for any texts and budget the result fits, keeps their number, and each is the beginning of its text', () => {
    fc.assert(
      fc.property(
        fc.array(anyText, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 100, max: 4000 }),
        (texts, budget) => {
          const fitted = fitTexts(texts, budget);
          expect(fitted).toHaveLength(texts.length);
          const cost = fitted.reduce((total, text) => total + (text === '' ? 0 : costOf(text)), 0);
          expect(cost).toBeLessThanOrEqual(budget);
          fitted.forEach((text, i) => {
            expect(texts[i]?.startsWith(text.replace(/…$/, ''))).toBe(true);
          });
        },
      ),
    );
  });
});
