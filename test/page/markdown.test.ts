import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Inline } from '../../src/standin/page/markdown.js';
import { parseMarkdown, safeAddress } from '../../src/standin/page/markdown.js';

/** A tree in one line: `strong(a em(b))`, so that a table row shows what it expects. */
function brief(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return node.text;
        case 'break':
          return '⏎';
        case 'code':
          return `code(${node.text})`;
        case 'link':
          return `link(${brief(node.children)} → ${node.href})`;
        case 'command':
          return `command(${node.name} ${node.id})`;
        case 'time':
          return `time(${node.seconds} ${node.style})`;
        case 'user':
        case 'role':
        case 'channel':
          return `${node.type}(${node.id})`;
        case 'everyone':
        case 'emoji':
          return `${node.type}(${node.name})`;
        default:
          return `${node.type}(${brief(node.children)})`;
      }
    })
    .join('');
}

function briefBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return brief(block.children);
    case 'subtext':
      return `small(${brief(block.children)})`;
    case 'heading':
      return `h${block.level}(${brief(block.children)})`;
    case 'quote':
      return `quote(${block.children.map(briefBlock).join(' / ')})`;
    case 'code-block':
      return `block[${block.language}](${block.text})`;
    case 'list': {
      const items = block.items.map((item) => [brief(item.children), ...item.lists.map(briefBlock)].join(' '));
      return `${block.ordered ? `ol${block.start}` : 'ul'}(${items.join(' · ')})`;
    }
  }
}

const read = (source: string) => parseMarkdown(source).map(briefBlock);

describe('styles and code within a line', () => {
  test.each([
    ['**a** *b* _c_ __d__ ~~e~~ ||f||', 'strong(a) em(b) em(c) underline(d) strike(e) spoiler(f)'],
    ['***both***', 'strong(em(both))'],
    ['**a *b***', 'strong(a em(b))'],
    ['*a **b***', 'em(a strong(b))'],
    ['__**a** b__', 'underline(strong(a) b)'],
    ['||**a** [b](https://c.example/)||', 'spoiler(strong(a) link(b → https://c.example/))'],
    ['**over\ntwo lines**', 'strong(over⏎two lines)'],
    ['snake_case_name stays', 'snake_case_name stays'],
    ['2 * 3 * 4 stays', '2 * 3 * 4 stays'],
    ['____ |||| **** ~~~~ stay', '____ |||| **** ~~~~ stay'],
    ['**open', '**open'],
    ['`code **plain**`', 'code(code **plain**)'],
    ['``a ` b``', 'code(a ` b)'],
    ['**a `b** c` d**', 'strong(a code(b** c) d)'],
    ['`open', '`open'],
    ['\\*a\\* \\_b\\_ \\`c\\` \\|\\|d\\|\\| \\~~e', '*a* _b_ `c` ||d|| ~~e'],
    ['C:\\new \\\\', 'C:\\new \\'],
    ['¯\\_(ツ)_/¯', '¯_(ツ)_/¯'],
  ])('%s', (source, expected) => {
    expect(read(source)).toEqual([expected]);
  });
});

describe('links lead to http and https only', () => {
  test.each([
    ['[t](https://a.example/b)', 'link(t → https://a.example/b)'],
    ['[t](<https://a.example/b>)', 'link(t → https://a.example/b)'],
    ['[t](https://a.example/b "title")', 'link(t → https://a.example/b)'],
    ['[t](https://a.example/b_(c))', 'link(t → https://a.example/b_(c))'],
    ['[**t** [x]](http://a.example)', 'link(strong(t) [x] → http://a.example/)'],
    ['https://a.example/b_c_d.', 'link(https://a.example/b_c_d → https://a.example/b_c_d).'],
    ['(https://a.example/b)', '(link(https://a.example/b → https://a.example/b))'],
    [
      'https://a.example/#:~:text=began%20on-,x',
      'link(https://a.example/#:~:text=began%20on-,x → https://a.example/#:~:text=began%20on-,x)',
    ],
    ['<https://a.example/>', 'link(https://a.example/ → https://a.example/)'],
    ['xhttps://a.example', 'xhttps://a.example'],
    ['[t](javascript:alert(1))', '[t](javascript:alert(1))'],
    ['[t](JaVaScRiPt:alert(1))', '[t](JaVaScRiPt:alert(1))'],
    ['[t](data:text/html,x)', '[t](data:text/html,x)'],
    ['[t](//a.example)', '[t](//a.example)'],
    ['[t](/page/state)', '[t](/page/state)'],
    ['[t](https://)', '[t](https://)'],
    ['<javascript:alert(1)>', '<javascript:alert(1)>'],
    [
      '[https://good.example](https://bad.example)',
      '[https://good.example](link(https://bad.example → https://bad.example/))',
    ],
    ['[ ](https://a.example)', '[ ](link(https://a.example → https://a.example/))'],
  ])('%s', (source, expected) => {
    expect(read(source)).toEqual([expected]);
  });
});

describe("Discord's own forms", () => {
  test.each([
    ['</who:1300000000000000009>', 'command(who 1300000000000000009)'],
    ['</pins add:12>', 'command(pins add 12)'],
    ['</who>', '</who>'],
    ['<@12> <@!12> <@&13> <#14>', 'user(12) user(12) role(13) channel(14)'],
    ['<@who>', '<@who>'],
    ['<t:1700000000> <t:1700000000:R> <t:-5:d>', 'time(1700000000 f) time(1700000000 R) time(-5 d)'],
    ['<t:1700000000:x>', '<t:1700000000:x>'],
    ['<:name:12> <a:name:12>', 'emoji(name) emoji(name)'],
    ['@everyone @here @everyonex', 'everyone(@everyone) everyone(@here) @everyonex'],
    ['\\<@12>', '<@12>'],
  ])('%s', (source, expected) => {
    expect(read(source)).toEqual([expected]);
  });
});

describe('blocks', () => {
  test.each<[name: string, source: string, expected: string[]]>([
    ['headings of three levels', '# a\n## b\n### c\n#### d\n#e', ['h1(a)', 'h2(b)', 'h3(c)', '#### d⏎#e']],
    ['small print', '-# a **b**\n-#c', ['small(a strong(b))', '-#c']],
    ['an empty line after small print', 'a\n-# b\n\nc', ['a', 'small(b)', '⏎c']],
    ['an empty line after a heading', '# a\n\nb', ['h1(a)', 'b']],
    ['a quote of two lines, then text', '> a\n> b\nc', ['quote(a⏎b)', 'c']],
    ['a quote to the end', 'a\n>>> b\n# c\n> d', ['a', 'quote(b / h1(c) / > d)']],
    ['a mark without a space quotes nothing', '>a\n>>>b', ['>a⏎>>>b']],
    ['a list in a list', '- a\n  - b\n    1. c\n- d', ['ul(a ul(b ol1(c)) · d)']],
    ['a numbered list keeps its start', '3. a\n4. b', ['ol3(a · b)']],
    ['two kinds of list', '- a\n1. b', ['ul(a)', 'ol1(b)']],
    ['an item over two lines', '- a\n  b\nc', ['ul(a⏎b)', 'c']],
    ['an escaped mark is text', '\\# a\n\\- b\n1\\. c\n\\> d', ['# a⏎- b⏎1. c⏎> d']],
    ['a blank line within text', 'a\n\nb', ['a⏎⏎b']],
    ['blank lines at the ends vanish', '\n\na\n\n', ['a']],
    ['a code block', '```\n# a\n**b**\n```', ['block[](# a\n**b**)']],
    ['a code block with a language', 'x ```js\nlet a;\n``` y', ['x', 'block[js](let a;)', ' y']],
    ['a code block on one line', '```a```', ['block[](a)']],
    ['a code block in a quote', '> ```\n> a\n> ```\nb', ['quote(block[](a))', 'b']],
    ['an open fence is text', '```\na', ['```⏎a']],
    ['nothing', '', []],
    ['only spaces', ' \n ', []],
  ])('%s', (_name, source, expected) => {
    expect(read(source)).toEqual(expected);
  });
});

describe('hostile text', () => {
  test.each(['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '&lt;b&gt;', '<a href="javascript:x">y</a>'])(
    '%s stays plain text',
    (source) => {
      expect(parseMarkdown(source)).toEqual([{ type: 'paragraph', children: [{ type: 'text', text: source }] }]);
    },
  );

  test('every style inside another is read', () => {
    expect(read('||~~**__*_x_*__**~~||')).toEqual(['spoiler(strike(strong(underline(em(em(x))))))']);
  });

  test.each([
    ['**', '**_', '_**'],
    ['openings', '**_~~||`[<*__', ''],
    ['brackets', '[', '](https://a.example)'],
    ['quotes', '> ', ''],
    ['fences', '```', ''],
    ['addresses', 'https://', ''],
    ['backslashes', '\\', ''],
    ['indented items', '- a\n ', ''],
  ])('a thousand of %s are read to the end', (_name, open, close) => {
    expect(read(`${open.repeat(1000)}x${close.repeat(1000)}`).join()).toContain('x');
  });

  test('in any text every address is http or https, and no letter is lost', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '**',
        '*',
        '_',
        '__',
        '~~',
        '||',
        '`',
        '```',
        '\n',
        '> ',
        '>>> ',
        '- ',
        '  - ',
        '1. ',
        '# ',
        '-# ',
      ),
      fc.constantFrom(
        '[',
        '](',
        ')',
        '<',
        '>',
        '<@1>',
        '</a:1>',
        '<t:1:R>',
        'https://',
        'javascript:',
        '\\',
        '@everyone',
      ),
      fc.string({ maxLength: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const json = JSON.stringify(parseMarkdown(pieces.join('')));
        for (const [, href = ''] of json.matchAll(/"href":"([^"]*)"/g)) expect(href).toMatch(/^https?:\/\//);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '*', '_', '~', '|', '[', ')'), maxLength: 60 }),
        (source) => {
          const shown = parseMarkdown(source)
            .map(briefBlock)
            .join('')
            .replace(/(strong|em|underline|strike|spoiler)\(/g, '');
          expect(shown.replace(/[^ab]/g, '')).toBe(source.replace(/[^ab]/g, ''));
        },
      ),
      { numRuns: 500 },
    );
  });
});

test.each([
  ['https://a.example', 'https://a.example/'],
  ['HTTP://A.example/B', 'http://a.example/B'],
  ['ftp://a.example', undefined],
  ['javascript:alert(1)', undefined],
  [' https://a.example', undefined],
  ['https:a.example', undefined],
  ['', undefined],
])('safeAddress(%j) is %j', (address, expected) => {
  expect(safeAddress(address)).toBe(expected);
});
