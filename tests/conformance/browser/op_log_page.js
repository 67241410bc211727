// What the suite does to the browser's storage behind the program's back.
addToLibrary({
  twjs_test_begin__deps: ['$TW'],
  twjs_test_begin(number) { TW.host = { 'database': 'conformance ' + number, 'emit': () => {} }; },
  twjs_test_close__deps: ['$TWStorage'],
  twjs_test_close() { TWStorage.stop(); },
  // The browser gives up half-way through the next write, as it does when the disk is full.
  twjs_test_tear() {
    const add = IDBObjectStore.prototype.add;
    let calls = 0;
    IDBObjectStore.prototype.add = function (value) {
      const request = add.call(this, value);
      if (++calls === 2) {
        IDBObjectStore.prototype.add = add;
        this.transaction.abort();
      }
      return request;
    };
  },
});
