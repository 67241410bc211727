// What a person does with pointer, keys and clipboard. A transparent text area holds the DOM focus, so that input methods,
// dictation and the clipboard work as in any text field; SDL listens to keys on it, after the listeners here have taken
// away what it must not see. Pointers go straight to the program: SDL knows no pen, no capture and no fraction of a pixel.
addToLibrary({
  $TWInput__deps: ['$TW'],
  $TWInput__postset: 'TWInput.touches = new Map();',
  $TWInput: {
    composing: false, clipboard: '', touches: null, touchState: 'none', touchTimer: 0, restTimer: 0, moved: false, first: null, gesture: null,

    modifiers(event) {
      return (event.ctrlKey ? 1 : 0) | (event.shiftKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0);
    },
    at(event) {
      const box = Module['canvas'].getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    },

    // --- keys ---
    fromCode: {
      Minus: '-', Equal: '=', BracketLeft: '[', BracketRight: ']', Backslash: '\\', Semicolon: ';', Quote: "'",
      Backquote: '`', Comma: ',', Period: '.', Slash: '/', NumpadAdd: '+', NumpadSubtract: '-', NumpadMultiply: '*',
      NumpadDivide: '/', NumpadDecimal: '.', NumpadEnter: 'enter', Space: 'space',
    },
    hotkeys(event) {
      let key = event.key;
      const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code), letter = /^Key([A-Z])$/.exec(event.code);
      if (digit) key = digit[1];
      else if (/^[a-z]$/i.test(key)) key = key.toLowerCase();
      else if (letter) key = letter[1].toLowerCase();
      else key = TWInput.fromCode[event.code] ?? key.toLowerCase();
      const control = event.ctrlKey || event.metaKey;
      const prefix = (control ? 'ctrl+' : '') + (event.altKey ? 'alt+' : '');
      const names = [prefix + (event.shiftKey ? 'shift+' : '') + key];
      // A sign that another keyboard has in another place, by what it means: "?".
      if (event.key.length === 1 && event.key !== ' ' && event.key.toLowerCase() !== key) names.push(prefix + event.key);
      return names;
    },
    keydown(event) {
      if (event.isComposing || event.keyCode === 229) { event.stopImmediatePropagation(); return; }
      if (['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return;
      const control = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (control && !event.shiftKey && /^Key[CXV]$/.test(event.code)) { event.stopImmediatePropagation(); return; }
      if (event.key === 'F6') {
        event.stopImmediatePropagation();
        event.preventDefault();
        if (!event.shiftKey && TW.send(_tw_key, 'f6')) return;
        // The way out of the editor for the keyboard: to the page's next or previous stop.
        TWInput.leave(TW.host[event.shiftKey ? 'before' : 'after']);
        return;
      }
      for (const hotkey of TWInput.hotkeys(event)) {
        if (TW.send(_tw_key, hotkey)) {
          event.stopImmediatePropagation();
          event.preventDefault();
          return;
        }
      }
      const editing = /^(Arrow(Left|Right|Up|Down)|Backspace|Delete|Enter|Home|End|Insert|Key[AZY])$/.test(event.code);
      if (/^F[0-9]+$/.test(event.key) || (control && !editing)) {
        // The browser's own: reload, find, print, another tab. SDL would suppress them.
        event.stopImmediatePropagation();
      }
    },
    // A stop of the tab order only while it is stood on: from a stop outside the order, Tab would lead back in.
    leave(exit) {
      exit.tabIndex = 0;
      exit.addEventListener('blur', () => { exit.tabIndex = -1; }, { once: true });
      exit.focus();
    },
    typed(text) { if (text) TW.send(_tw_text, text); },

    // --- clipboard ---
    copy(event, cut) {
      event.preventDefault();
      const text = UTF8ToString(_tw_copy(cut ? 1 : 0));
      if (text) event.clipboardData.setData('text/plain', text);
    },
    paste(event) {
      event.preventDefault();
      const files = [...event.clipboardData.files];
      const text = event.clipboardData.getData('text/plain');
      // A copied table or web page carries a picture of itself too; its text is meant.
      if (files.length && !text) TW.deliverFiles(0, files.map(file => ({ file, path: file.name })));
      else if (text) { TWInput.clipboard = text; TW.send(_tw_paste, text); }
    },

    // --- touch: one finger is the mouse, two pan and pinch; one that rests on a text is a double click that is held, which
    // marks the word under it and goes on marking where the finger goes ---
    longPress() {
      if (TWInput.touchState !== 'pressed' || TWInput.moved || Module['canvas'].style.cursor !== 'text') return;
      const { x, y } = TWInput.first;
      _tw_long_press(x, y);
      navigator.vibrate?.(10);
    },
    touch(event, kind) {
      const point = TWInput.at(event), touches = TWInput.touches;
      const button = down => _tw_pointer(point.x, point.y, 0, down, TWInput.modifiers(event), 1);
      const press = () => {
        clearTimeout(TWInput.touchTimer);
        if (TWInput.touchState !== 'waiting') return;
        TWInput.touchState = 'pressed';
        const first = TWInput.first;
        _tw_pointer(first.x, first.y, 0, 1, 0, 1);
      };
      if (kind === 'down') {
        touches.set(event.pointerId, point);
        Module['canvas'].setPointerCapture(event.pointerId);
        if (touches.size === 1) {
          TWInput.first = point;
          TWInput.touchState = 'waiting';
          _tw_pointer(point.x, point.y, -1, 0, 0, 1);
          // A second finger that comes at once means a gesture: nothing must have been pressed by then.
          TWInput.touchTimer = setTimeout(press, 120);
          TWInput.moved = false;
          TWInput.restTimer = setTimeout(() => TWInput.longPress(), 500);
        } else if (touches.size === 2) {
          clearTimeout(TWInput.touchTimer);
          clearTimeout(TWInput.restTimer);
          if (TWInput.touchState === 'pressed') button(0);
          TWInput.touchState = 'gesture';
          TWInput.gesture = TWInput.measureGesture();
        }
      } else if (kind === 'move' && touches.has(event.pointerId)) {
        touches.set(event.pointerId, point);
        if (TWInput.touchState === 'gesture' && touches.size === 2) {
          const now = TWInput.measureGesture(), before = TWInput.gesture;
          const spread = before.distance > 0 && now.distance > 0 ? Math.log(now.distance / before.distance) : 0;
          _tw_gesture(now.x, now.y, now.x - before.x, now.y - before.y, spread);
          TWInput.gesture = now;
        } else if (TWInput.touchState !== 'gesture') {
          TWInput.moved ||= Math.hypot(point.x - TWInput.first.x, point.y - TWInput.first.y) > 6;
          if (TWInput.touchState === 'waiting' && TWInput.moved) press();
          if (TWInput.touchState === 'pressed') _tw_pointer(point.x, point.y, -1, 0, 0, 1);
        }
      } else if (kind === 'up' && touches.delete(event.pointerId) && touches.size === 0) {
        clearTimeout(TWInput.restTimer);
        press();
        if (TWInput.touchState === 'pressed') button(0);
        TWInput.touchState = 'none';
        _tw_pointer_left();
      }
    },
    measureGesture() {
      const [a, b] = [...TWInput.touches.values()];
      return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.hypot(a.x - b.x, a.y - b.y) };
    },

    pointer(event, kind) {
      if (event.pointerType === 'touch') { TWInput.touch(event, kind); return; }
      const point = TWInput.at(event), modifiers = TWInput.modifiers(event), source = event.pointerType === 'pen' ? 2 : 0;
      if (kind === 'move') {
        // A second button pressed while the first is held comes as a move.
        if (event.button >= 0) _tw_pointer(point.x, point.y, event.button, event.buttons & [1, 4, 2, 8, 16][event.button] ? 1 : 0, modifiers, source);
        else _tw_pointer(point.x, point.y, -1, 0, modifiers, source);
        return;
      }
      if (kind === 'down') Module['canvas'].setPointerCapture(event.pointerId);
      _tw_pointer(point.x, point.y, event.button, kind === 'down' ? 1 : 0, modifiers, source);
    },
    wheel(event) {
      event.preventDefault();
      const unit = [100, 3, 1][event.deltaMode];
      let x = event.deltaX / unit, y = event.deltaY / unit;
      // The browser turned shift and wheel into a sideways wheel; ImGui does so itself, from the upright one.
      if (event.shiftKey && !y) [x, y] = [0, x];
      const point = TWInput.at(event);
      _tw_wheel(point.x, point.y, -x, -y, TWInput.modifiers(event), 0);
    },
  },

  // Called before SDL makes its window, so that these listeners run before SDL's.
  twjs_listen_input__deps: ['$TW', '$TWInput'],
  twjs_listen_input() {
    const canvas = Module['canvas'], keys = TW.host['textarea'];
    const on = (target, type, handler) => TW.listen(target, type, handler, { capture: true, passive: false });
    const focus = () => keys.focus({ preventScroll: true });
    on(canvas, 'pointerdown', event => { focus(); TWInput.pointer(event, 'down'); });
    on(canvas, 'pointermove', event => TWInput.pointer(event, 'move'));
    on(canvas, 'pointerup', event => TWInput.pointer(event, 'up'));
    on(canvas, 'pointercancel', event => TWInput.pointer(event, 'up'));
    on(canvas, 'wheel', event => { event.stopImmediatePropagation(); TWInput.wheel(event); });
    on(canvas, 'mousedown', event => { event.stopImmediatePropagation(); event.preventDefault(); focus(); });
    for (const type of ['mousemove', 'touchstart', 'touchmove', 'touchend', 'touchcancel'])
      on(canvas, type, event => event.stopImmediatePropagation());
    on(canvas, 'contextmenu', event => event.preventDefault());

    on(keys, 'keydown', event => TWInput.keydown(event));
    on(keys, 'keypress', event => event.stopImmediatePropagation());
    on(keys, 'compositionstart', () => { TWInput.composing = true; keys.classList.add('composing'); });
    on(keys, 'compositionend', event => {
      TWInput.composing = false;
      keys.classList.remove('composing');
      keys.value = '';
      TWInput.typed(event.data);
    });
    on(keys, 'input', event => {
      if (TWInput.composing || event.isComposing) return;
      const text = keys.value;
      keys.value = '';
      // Enter is a key, which SDL has already handed on.
      if (!/^insert(LineBreak|Paragraph)$/.test(event.inputType)) TWInput.typed(text);
    });
    on(keys, 'copy', event => TWInput.copy(event, false));
    on(keys, 'cut', event => TWInput.copy(event, true));
    on(keys, 'paste', event => TWInput.paste(event));
    on(keys, 'focus', () => _tw_focus(1));
    on(keys, 'blur', () => { if (!TW.closed) _tw_focus(0); });
  },

  twjs_set_clipboard__deps: ['$TW', '$TWInput'],
  twjs_set_clipboard(text, size) {
    const string = TWInput.clipboard = TW.text(text, size);
    // Plain http has no clipboard API; the old command works inside a gesture of the user.
    const byCommand = () => {
      const give = event => { event.stopImmediatePropagation(); event.preventDefault(); event.clipboardData.setData('text/plain', string); };
      document.addEventListener('copy', give, { capture: true, once: true });
      document.execCommand('copy');
      document.removeEventListener('copy', give, { capture: true });
    };
    if (navigator.clipboard?.writeText) navigator.clipboard.writeText(string).catch(byCommand);
    else byCommand();
  },
  twjs_clipboard__deps: ['$TW', '$TWInput'],
  twjs_clipboard() { return TW.string(TWInput.clipboard); },
  twjs_cursor__deps: ['$TW'],
  twjs_cursor(css, size) { Module['canvas'].style.cursor = TW.text(css, size); },
  twjs_secret__deps: ['$TW'],
  twjs_secret(secret) { TW.host['textarea'].classList.toggle('secret', !!secret); },
  twjs_caret__deps: ['$TW'],
  twjs_caret(visible, x, y, height) {
    const style = TW.host['textarea'].style;
    style.left = (visible ? x : 0) + 'px';
    style.top = (visible ? y : 0) + 'px';
    style.height = style.lineHeight = (height || 16) + 'px';
    style.fontSize = (height || 16) * 0.8 + 'px';
  },
});
