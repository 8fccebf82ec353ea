// Chooses how an environment is shown.

import { Stage2d } from './stage2d.js';
import { Stage3d } from './stage3d.js';

/** Makes the stage in place of an older one, and looks at it from the same place. */
export function makeStage(parent, scene, older) {
  const view = older?.view;
  older?.dispose();
  if (scene.kind !== 'model') {
    return new Stage2d(parent, scene);
  }
  try {
    const stage = new Stage3d(parent, scene);
    if (view) {
      stage.lookAs(view);
    }
    return stage;
  } catch (error) {
    console.warn(error);
    const hasWebGl = document.createElement('canvas').getContext('webgl2'); // three.js fails without, for whatever reason it names
    return new Stage2d(parent, { kind: 'blank', why: `The scene cannot be drawn: ${hasWebGl ? error.message : 'the browser has no WebGL 2'}` });
  }
}
