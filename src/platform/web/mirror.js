// The DOM twin of what is drawn, for assistive technology and for tests that resolve by role and name. Transparent, never
// in the pointer's way; written only where it changed. A click without a pointer before it is assistive technology's, and
// activates what the element stands for.
addToLibrary({
  $TWMirror__deps: ['$TW'],
  $TWMirror__postset: 'TWMirror.byId = new Map();',
  $TWMirror: {
    byId: null, focused: null, serial: 0,
    apply(change) {
      const root = TW.host['mirror'], keys = TW.host['textarea'];
      for (const id of change.remove ?? []) {
        const gone = TWMirror.byId.get(id);
        if (gone && gone === TWMirror.focused) {
          TWMirror.focused = null;
          keys.removeAttribute('aria-activedescendant');
        }
        gone?.remove();
        TWMirror.byId.delete(id);
      }
      for (const node of change.set ?? []) {
        let element = TWMirror.byId.get(node.id);
        if (!element) {
          element = document.createElement('div');
          element.id = 'tw-' + ++TWMirror.serial;
          element.addEventListener('click', event => { event.stopPropagation(); TW.send(_tw_activate, node.id); });
          TWMirror.byId.set(node.id, element);
        }
        const attribute = (name, value) => {
          if (value === undefined) element.removeAttribute(name);
          else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
        };
        attribute('data-id', node.id);
        attribute('role', node.role);
        attribute('aria-label', node.name || undefined);
        attribute('aria-disabled', node.disabled);
        attribute('aria-selected', node.selected ?? (/^(tab|option|row|treeitem|gridcell)$/.test(node.role) ? false : undefined));
        attribute('aria-checked', node.checked);
        attribute('aria-expanded', node.expanded);
        attribute('aria-pressed', node.pressed);
        const inGrid = /row|cell/i.test(node.role);
        attribute(inGrid ? 'aria-rowindex' : 'aria-posinset', node.row);
        attribute(/^(grid|table|treegrid)$/.test(node.role) ? 'aria-rowcount' : 'aria-setsize', node.rows);
        if (/^(slider|progressbar|spinbutton|meter|scrollbar)$/.test(node.role)) attribute('aria-valuetext', node.value);
        else if (node.role === 'textbox' || node.role === 'combobox') {
          // Children would be lost by textContent; a text box has none.
          if (element.textContent !== (node.value ?? '')) element.textContent = node.value ?? '';
        }
        const [x, y, width, height] = node.rect;
        element.style.cssText = `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
        if (node.focused) {
          TWMirror.focused = element;
          keys.setAttribute('aria-activedescendant', element.id);
        } else if (TWMirror.focused === element) {
          TWMirror.focused = null;
          keys.removeAttribute('aria-activedescendant');
        }
        element.twParent = node.parent;
      }
      if (change.order) {
        // Walk the wanted order; move only what is not already where it belongs.
        const last = new Map();
        for (const id of change.order) {
          const element = TWMirror.byId.get(id);
          const parent = TWMirror.byId.get(element.twParent) ?? root;
          const expected = last.has(parent) ? last.get(parent).nextElementSibling : parent.firstElementChild;
          if (expected !== element) parent.insertBefore(element, expected);
          last.set(parent, element);
        }
      }
    },
    stop() { TW.host?.['mirror'].replaceChildren(); TWMirror.byId.clear(); },
  },
  twjs_mirror__deps: ['$TW', '$TWMirror'],
  twjs_mirror(json, size) { TWMirror.apply(JSON.parse(TW.text(json, size))); },
});
