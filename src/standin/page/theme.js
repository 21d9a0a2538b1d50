// @ts-check
/** The light or dark theme: the system's preference, unless a person chooses. The browser remembers the choice. */

import { byId } from './dom.js';

const THEME_KEY = 'standin-theme';

/** Applies the remembered choice, and each choice in the menu. */
export function followTheme() {
  const menu = /** @type {HTMLSelectElement} */ (byId('theme'));
  const apply = () => {
    if (menu.value === '') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', menu.value);
  };
  menu.value = localStorage.getItem(THEME_KEY) ?? '';
  // An unknown value, which an older page may have stored, selects nothing.
  if (menu.selectedIndex < 0) menu.value = '';
  apply();
  menu.addEventListener('change', () => {
    localStorage.setItem(THEME_KEY, menu.value);
    apply();
  });
}
