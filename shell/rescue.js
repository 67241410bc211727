// The page a person sees when the program itself has failed: what happened in words, and a way to take everything with
// them. Reads the device's database raw and writes it as one JSON file; needs nothing of the program.
const words = {
  en: {
    title: 'The studio stopped working', lost: 'The graphics of this device were lost', why: 'Your work up to the last second is on this device. Reload to go on; if it happens again, save everything first.',
    reload: 'Reload', save: 'Save everything as a file', saving: 'Collecting…', saved: 'The file is on its way to your downloads.', nothing: 'This device holds no work yet.', failed: 'That did not work: ', details: 'Details', copy: 'Copy',
  },
  zh: {
    title: '标注工作室停止了运行', lost: '本设备的图形功能已中断', why: '直到最后一秒的内容都保存在本设备上。刷新页面即可继续；如果再次发生，请先保存全部内容。',
    reload: '刷新页面', save: '将全部内容保存为文件', saving: '正在收集……', saved: '文件正在下载。', nothing: '本设备上还没有内容。', failed: '没有成功：', details: '详细信息', copy: '复制',
  },
};

const ask = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function base64(blob) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
}

async function plain(value) {
  if (value instanceof Blob) return { type: value.type, base64: await base64(value) };
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return { type: '', base64: await base64(new Blob([value])) };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (value && typeof value === 'object')
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, one]) => [key, await plain(one)])));
  return value;
}

/** All object stores of the studio's database as one JSON file; null when there is no database. */
export async function collect(name = 'tagwright') {
  const known = await indexedDB.databases?.();
  if (known && !known.some(database => database.name === name)) return null;
  const database = await ask(indexedDB.open(name));
  try {
    // Pieces, not one text: pictures may take more room than one text can have.
    const pieces = [`{"tagwright_rescue": 1, "schema": ${database.version}, "saved_at": ${JSON.stringify(new Date().toISOString())}, "stores": {`];
    const stores = [...database.objectStoreNames];
    for (const [index, store] of stores.entries()) {
      pieces.push(`${index ? ',' : ''}\n${JSON.stringify(store)}: [`);
      // Keys first, then one by one: a transaction does not wait for a blob that is read in between.
      const keys = await ask(database.transaction(store).objectStore(store).getAllKeys());
      for (const [at, key] of keys.entries()) {
        const value = await ask(database.transaction(store).objectStore(store).get(key));
        pieces.push(`${at ? ',' : ''}\n${JSON.stringify({ key: await plain(key), value: await plain(value) })}`);
      }
      pieces.push(']');
    }
    pieces.push('}}\n');
    return new Blob(pieces, { type: 'application/json' });
  } finally {
    database.close();
  }
}

export function show({ lost = false, details = '' } = {}) {
  if (document.getElementById('rescue')) return;
  const text = words[/^zh/i.test(document.documentElement.lang) ? 'zh' : 'en'];
  const make = (tag, content, more = {}) => Object.assign(document.createElement(tag), { textContent: content ?? '' }, more);
  const page = make('main', '', { id: 'rescue' });
  const style = make('style', `
#rescue { position: fixed; inset: 0; z-index: 3; overflow: auto; background: var(--page); color: var(--text); display: grid;
  place-content: center; padding: 24px; }
#rescue > div { max-width: 34rem; display: grid; gap: 16px; justify-items: start; }
#rescue h1 { margin: 0; font-size: 20px; } #rescue p { margin: 0; }
#rescue .row { display: flex; flex-wrap: wrap; gap: 8px; }
#rescue button { font: inherit; padding: 8px 16px; border-radius: 6px; border: 1px solid var(--muted); background: var(--bar); color: var(--text); cursor: pointer; }
#rescue button.first { background: #3d4dc0; border-color: #3d4dc0; color: #fff; }
#rescue pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--bar); border: 1px solid var(--line); border-radius: 6px; padding: 8px; margin: 8px 0; max-height: 30vh; overflow: auto; }`);
  const box = make('div'), row = make('div', '', { className: 'row' }), status = make('p');
  status.setAttribute('role', 'status');
  box.setAttribute('role', 'alert');
  const reload = make('button', text.reload, { className: 'first' }), save = make('button', text.save);
  reload.onclick = () => location.reload();
  save.onclick = async () => {
    save.disabled = true;
    status.textContent = text.saving;
    try {
      const file = await collect();
      if (!file) { status.textContent = text.nothing; return; }
      const link = make('a', '', { href: URL.createObjectURL(file), download: `tagwright-${new Date().toISOString().slice(0, 10)}.json` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      status.textContent = text.saved;
    } catch (error) {
      status.textContent = text.failed + (error?.message ?? error);
    } finally {
      save.disabled = false;
    }
  };
  row.append(reload, save);
  box.append(make('h1', lost ? text.lost : text.title), make('p', text.why), row, status);
  if (details) {
    const more = make('details');
    more.append(make('summary', text.details), make('pre', details));
    box.append(more);
  }
  page.append(style, box);
  document.body.append(page);
  reload.focus();
}

export function hide() {
  document.getElementById('rescue')?.remove();
  document.querySelector('tagwright-editor')?.focus();
}
