// Taking hold of a body with the mouse or a finger: a spring pulls it to where the pointer is.

const INTERVAL_MS = 16;

export function enableGrab(stage, order) {
  const { canvas } = stage;
  let held = null; // mesh, point in the mesh's frame, target, whether the target has been sent
  let sent = 0;

  const place = event => {
    const box = canvas.getBoundingClientRect();
    return [2 * (event.clientX - box.left) / box.width - 1, 1 - 2 * (event.clientY - box.top) / box.height];
  };

  const send = () => {
    held.sent = true;
    order({ do: 'drag', target: held.target.toArray() });
  };

  canvas.addEventListener('pointerdown', event => {
    const hit = event.button === 0 && event.isPrimary ? stage.pick(...place(event)) : null;
    if (!hit) {
      return;
    }
    event.stopImmediatePropagation(); // the view does not turn
    canvas.setPointerCapture(event.pointerId);
    held = { mesh: hit.mesh, local: hit.mesh.worldToLocal(hit.point.clone()), target: hit.point.clone(), sent: true };
    order({ do: 'grab', geom: hit.mesh.userData.index, local: held.local.toArray(), target: held.target.toArray() });
    canvas.style.cursor = 'grabbing';
  }, { capture: true });

  canvas.addEventListener('pointermove', event => {
    if (!held) {
      canvas.style.cursor = event.buttons === 0 && stage.pick(...place(event)) ? 'grab' : '';
      return;
    }
    const target = stage.onPlane(...place(event), held.target);
    if (target) {
      held.target = target;
      held.sent = false;
      if (event.timeStamp - sent >= INTERVAL_MS) {
        sent = event.timeStamp;
        send();
      }
    }
  });

  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
    canvas.addEventListener(end, () => {
      if (held) {
        held = null;
        canvas.style.cursor = '';
        order({ do: 'release' });
      }
    });
  }

  return {
    /** Call before every picture. */
    show() {
      if (held && !held.sent) {
        send(); // the pointer may rest now, and then no other event would
      }
      if (held) {
        stage.showSpring(held.mesh.localToWorld(held.local.clone()), held.target);
      } else {
        stage.showSpring(null, null);
      }
    },
    /** Lets go without an order, when the connection is lost. */
    letGo() {
      held = null;
      canvas.style.cursor = '';
    },
  };
}
