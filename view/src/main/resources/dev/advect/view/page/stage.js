// Chooses how an environment is shown.

import { Stage2d } from './stage2d.js';
import { Stage3d } from './stage3d.js';

/** Makes the stage in place of an older one. */
export function makeStage(parent, scene, older) {
  older?.dispose();
  return scene.kind === 'model' ? new Stage3d(parent, scene) : new Stage2d(parent, scene);
}
