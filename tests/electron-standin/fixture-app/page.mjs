document.querySelector('output').textContent = 'ready';
globalThis.fixture.onTheme((dark) => (document.querySelector('output').textContent = `dark ${dark}`));
