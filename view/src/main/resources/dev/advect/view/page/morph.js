// Changes elements into others without replacing what is the same, so that focus, selection, tooltips and clicks survive.

/** Makes an element like a fresh one of its kind. Listeners of the old one stay, so they must not depend on what changes. */
export function morph(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  if (old.type === 'checkbox') {
    old.checked = fresh.checked;
  }
  morphChildren(old, [...fresh.childNodes]);
}

/** Makes the children of an element like fresh ones, in their order. */
export function morphChildren(parent, fresh) {
  const old = [...parent.childNodes];
  old.slice(fresh.length).forEach(node => node.remove());
  fresh.forEach((node, i) => {
    if (i >= old.length) {
      parent.append(node);
    } else if (old[i].nodeName !== node.nodeName) {
      old[i].replaceWith(node);
    } else if (node instanceof Element) {
      morph(old[i], node);
    } else if (old[i].data !== node.data) {
      old[i].data = node.data;
    }
  });
}
