import { describe, expect, test } from 'vitest';
import { commandMention, escapeMarkdown, link } from '../../src/views/markdown.ts';

const ZWSP = '\u200b';

describe('text shows literally in Discord', () => {
  test.each([
    ['emphasis', '*a* _b_ ~~c~~ ||d|| `e`', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\`'],
    ['a heading', '# news', '\\# news'],
    ['a quote in the second line', 'a\n> b', 'a\n\\> b'],
    ['small print', '-# x', '\\-# x'],
    ['a list', '  - x', '  \\- x'],
    ['a numbered list', '1. x', '1\\. x'],
    ['a masked link', '[x](https://example.org)', '[x\\](https://example.org)'],
    ['a user mention', '<@123>', `<${ZWSP}@${ZWSP}123>`],
    ['a command mention', '</who:1>', `<${ZWSP}/who:1>`],
    ['a timestamp', '<t:0:R>', `<${ZWSP}t\\:0:R>`],
    ['an emoji by name', 'a :warning: b', 'a \\:warning: b'],
    ['everyone', '@everyone and @here', `@${ZWSP}everyone and @${ZWSP}here`],
    ['a backslash', 'a\\*', 'a\\\\\\*'],
    ['plain words with signs', 'U.S. forces – "Sunday" (3)', 'U.S. forces – "Sunday" (3)'],
    ['a citation mark', 'text [1]', 'text [1]'],
  ])('%s', (_what, text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

test('an address with parentheses cannot end the link early', () => {
  expect(link('passage', 'https://example.org/a_(b)#:~:text=c d')).toBe(
    '[passage](https://example.org/a_%28b%29#:~:text=c%20d)',
  );
});

test('a command whose id is not known is shown by its plain name', () => {
  expect(commandMention('who', undefined)).toBe('`/who`');
  expect(commandMention('who', '12')).toBe('</who:12>');
});
