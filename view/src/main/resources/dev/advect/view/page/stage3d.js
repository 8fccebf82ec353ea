// The scene in three dimensions: geoms, tendons, sites, ghosts, contacts, light and cameras.

import * as three from 'three';
import { OrbitControls } from './lib/OrbitControls.js';
import { geometry, chequer } from './shapes.js';
import { blendFrames } from './timeline.js';
import { colour, isDark, onTheme, series } from './theme.js';

const FRAME = 7;
const STRAND = 6;
const CONTACT = 6;
const GHOST_OPACITY = 0.22;
/** How finely is drawn: from pixels of the screen per pixel and the shadow's size, to what a machine without a GPU can do. */
const QUALITY = [{ ratio: 2, shadow: 2048 }, { ratio: 1, shadow: 1024 }, { ratio: 0.6, shadow: 512 }];
const SLOW_MS = 70;

/** Metres of arrow for a newton, at the extent of a person. */
const FORCE_SCALE = 0.002;

export class Stage3d {
  follow = true;
  camera = -1; // of the model; -1 is the free one
  flat = false;

  constructor(parent, scene) {
    this.scene = scene;
    this.cameras = scene.cameras.map(camera => camera.name);
    this.renderer = new three.WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
    this.renderer.shadowMap.enabled = true;
    this.canvas = this.renderer.domElement;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('aria-label', 'The simulated scene; drag to turn the view');
    parent.prepend(this.canvas);
    this.world = new three.Scene();
    this.#light();
    this.free = new three.PerspectiveCamera(42, 1, 0.01, 500);
    this.free.up.set(0, 0, 1);
    this.fixed = new three.PerspectiveCamera(45, 1, 0.01, 500);
    this.orbit = new OrbitControls(this.free, this.canvas);
    this.orbit.enableDamping = true;
    this.orbit.dampingFactor = 0.15;
    this.orbit.maxPolarAngle = 0.54 * Math.PI;
    this.#build();
    this.forgetTheme = onTheme(() => this.#paint());
    this.observer = new ResizeObserver(() => this.#resize(parent));
    this.observer.observe(parent);
    this.#refine(location.hash === '#coarse' ? QUALITY.length - 1 : 0);
    this.#resize(parent);
  }

  /** Draws as finely as a level of QUALITY says. */
  #refine(level) {
    this.level = level;
    this.slow = 0;
    const { ratio, shadow } = QUALITY[level];
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, ratio));
    this.sun.shadow.mapSize.set(shadow, shadow);
    this.sun.shadow.map?.dispose();
    this.sun.shadow.map = null;
  }

  /** Draws less finely if picture after picture comes late; a hidden tab's pause makes only one late. */
  #watchPace(now) {
    const interval = now - (this.drawn ?? now);
    this.drawn = now;
    this.slow = interval > SLOW_MS ? this.slow + 1 : 0;
    if (this.slow >= 6 && this.level < QUALITY.length - 1) {
      this.#refine(this.level + 1);
    }
  }

  #light() {
    this.sky = new three.HemisphereLight(0xffffff, 0x8a8f98, 1.5);
    this.sun = new three.DirectionalLight(0xffffff, 2.2);
    this.sun.castShadow = true;
    this.sun.shadow.bias = -0.0004;
    this.sun.shadow.normalBias = 0.01;
    this.world.add(this.sky, this.sun, this.sun.target);
  }

  #build() {
    this.meshes = this.scene.geoms.map(geom => this.#mesh(geom));
    this.world.add(...this.meshes);
    this.strands = this.scene.strands.map(strand => this.#strand(strand));
    if (this.strands.length) {
      this.world.add(...this.strands);
    }
    this.sites = this.scene.sites.map(site => this.#site(site));
    if (this.sites.length) {
      this.world.add(...this.sites);
    }
    this.siteFrames = new Float32Array(FRAME * this.sites.length);
    this.ghosts = [];
    this.contacts = [];
    const { geoms, strands, cameras } = this.scene;
    this.values = new Float32Array(FRAME * (geoms.length + cameras.length) + STRAND * strands.length);
    this.ghostFrames = new Float32Array(FRAME * geoms.length);
    this.spring = new three.Line(new three.BufferGeometry().setFromPoints([new three.Vector3(), new three.Vector3()]),
      new three.LineBasicMaterial({ depthTest: false }));
    this.spring.visible = false;
    this.spring.renderOrder = 2;
    this.spring.frustumCulled = false;
    this.world.add(this.spring);
  }

  #mesh(geom) {
    const [r, g, b, alpha] = geom.rgba;
    const material = new three.MeshStandardMaterial({
      color: new three.Color().setRGB(r, g, b, three.SRGBColorSpace), roughness: 0.62, metalness: 0.02,
      transparent: alpha < 1, opacity: alpha,
    });
    const mesh = new three.Mesh(geometry(geom, this.scene.meshes), material);
    mesh.castShadow = geom.shape !== 'PLANE' && alpha > 0.5;
    mesh.receiveShadow = true;
    mesh.userData = { geom, index: this.scene.geoms.indexOf(geom) };
    return mesh;
  }

  #strand(strand) {
    const [r, g, b] = strand.rgba;
    const shape = new three.CylinderGeometry(strand.radius, strand.radius, 1, 8).rotateX(Math.PI / 2);
    return new three.Mesh(shape, new three.MeshStandardMaterial({
      color: new three.Color().setRGB(r, g, b, three.SRGBColorSpace), roughness: 0.7 }));
  }

  /** A marked place; it is seen through what it lies in. */
  #site(site) {
    const [r, g, b, alpha] = site.rgba;
    const mesh = new three.Mesh(geometry(site), new three.MeshStandardMaterial({
      color: new three.Color().setRGB(r, g, b, three.SRGBColorSpace), roughness: 0.6, transparent: true,
      opacity: Math.min(alpha, 0.8), depthTest: false }));
    mesh.renderOrder = 1;
    mesh.visible = false;
    return mesh;
  }

  /** Shows or hides the tendons. */
  showTendons(on) {
    this.strands.forEach(mesh => { mesh.visible = on; });
  }

  /** Takes the colours of the theme. */
  #paint() {
    const ground = new three.Color(isDark() ? 0x171c24 : 0xe9edf2);
    this.world.background = ground;
    this.world.fog = new three.Fog(ground, 18, 70);
    this.sky.intensity = isDark() ? 1.0 : 1.5;
    this.sky.groundColor.set(isDark() ? 0x3a4250 : 0x9aa2ad);
    this.sun.intensity = isDark() ? 1.9 : 2.2;
    this.spring.material.color.set(colour('--accent'));
    for (const mesh of this.meshes) {
      const { geom } = mesh.userData;
      if (geom.chequered) {
        mesh.material.map?.dispose();
        mesh.material.map = isDark() ? chequer(geom, '#3a4452', '#333c49') : chequer(geom, '#d5dce4', '#c6cfd9');
        mesh.material.color.set(0xffffff);
        mesh.material.roughness = 0.95;
        mesh.material.needsUpdate = true;
      }
    }
  }

  #resize(parent) {
    const { clientWidth: width, clientHeight: height } = parent;
    this.renderer.setSize(width, height, false);
    for (const camera of [this.free, this.fixed]) {
      camera.aspect = width / Math.max(1, height);
      camera.updateProjectionMatrix();
    }
  }

  /** Places everything as it is between two states, and draws. */
  draw({ from, to, blend }) {
    this.#blend(from.stage, to.stage, blend);
    this.#place(this.meshes);
    this.#placeStrands();
    if (!this.extent) {
      this.#lookAtAll();
    }
    this.#followBody();
    this.#placeGhosts(from, to, blend);
    this.#placeSites(from.sites, to.sites, blend);
    this.#placeContacts(to.contacts);
    this.orbit.update();
    this.renderer.render(this.world, this.camera < 0 ? this.free : this.#modelCamera());
    this.#watchPace(performance.now());
  }

  #blend(a, b, t) {
    const { geoms, strands, cameras } = this.scene;
    const values = this.values;
    blendFrames(a, b, t, 0, geoms.length, values);
    let offset = FRAME * geoms.length;
    for (let i = offset; i < offset + STRAND * strands.length; i++) {
      values[i] = a[i] + t * (b[i] - a[i]);
    }
    offset += STRAND * strands.length;
    blendFrames(a, b, t, offset, cameras.length, values);
  }

  #place(meshes) {
    meshes.forEach((mesh, i) => {
      const v = this.values.subarray(FRAME * i, FRAME * (i + 1));
      mesh.position.set(v[0], v[1], v[2]);
      mesh.quaternion.set(v[3], v[4], v[5], v[6]);
    });
  }

  #placeStrands() {
    const offset = FRAME * this.scene.geoms.length;
    this.strands.forEach((mesh, i) => {
      const v = this.values.subarray(offset + STRAND * i, offset + STRAND * (i + 1));
      const end = new three.Vector3(v[3], v[4], v[5]);
      mesh.position.set((v[0] + v[3]) / 2, (v[1] + v[4]) / 2, (v[2] + v[5]) / 2);
      mesh.scale.z = end.distanceTo(new three.Vector3(v[0], v[1], v[2]));
      mesh.lookAt(end);
    });
  }

  /** Places the sites, which are sent on demand. */
  #placeSites(a, b, t) {
    const shown = b.length > 0;
    if (shown) {
      blendFrames(a.length === b.length ? a : b, b, t, 0, this.sites.length, this.siteFrames);
    }
    this.sites.forEach((mesh, i) => {
      mesh.visible = shown;
      mesh.position.fromArray(this.siteFrames, FRAME * i);
      mesh.quaternion.fromArray(this.siteFrames, FRAME * i + 3);
    });
  }

  #moving() {
    return this.meshes.filter(mesh => mesh.userData.geom.moves);
  }

  /** The middle of what moves. */
  #middle() {
    const all = this.#moving();
    const sum = new three.Vector3();
    all.forEach(mesh => sum.add(mesh.position));
    return all.length ? sum.divideScalar(all.length) : sum;
  }

  /** Looks from above at all that is near, and stays there. */
  lookFromAbove() {
    this.above = true;
    this.follow = false;
  }

  /** Sets the free camera so that everything that moves is in view. */
  #lookAtAll() {
    if (this.above) {
      this.#lookDown();
      return;
    }
    const middle = this.#middle();
    this.extent = 0.3;
    for (const mesh of this.#moving()) {
      mesh.geometry.computeBoundingSphere();
      this.extent = Math.max(this.extent, mesh.position.distanceTo(middle) + mesh.geometry.boundingSphere.radius);
    }
    const distance = 3.1 * this.extent;
    this.#stand(middle, distance, new three.Vector3(0.35, -1, 0.42));
  }

  /** Sets the free camera above the middle of what is fixed, or of what moves if nothing is; y points upwards. */
  #lookDown() {
    const fixed = this.meshes.filter(mesh => !mesh.userData.geom.moves);
    const middle = fixed.length ? fixed.reduce((sum, mesh) => sum.add(mesh.position), new three.Vector3()).divideScalar(fixed.length)
      : this.#middle();
    this.extent = Math.max(0.3, ...this.meshes.map(mesh => mesh.position.distanceTo(middle)));
    this.#stand(middle, 3.1 * this.extent, new three.Vector3(0, -1e-4, 1));
  }

  /** On a narrow screen it stands farther away. */
  #stand(middle, far, direction) {
    const distance = far * Math.max(1, 1 / this.free.aspect);
    this.free.position.copy(middle).addScaledVector(direction, distance);
    this.free.near = distance / 100;
    this.orbit.target.copy(middle);
    this.orbit.maxDistance = 12 * distance;
    this.orbit.minDistance = 0.1 * distance;
    this.free.updateProjectionMatrix();
    this.seen = this.#middle();
    this.#shade();
  }

  /** Lets the light cast shadows as far as the scene reaches. */
  #shade() {
    const reach = 2.2 * this.extent;
    Object.assign(this.sun.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach, near: 0.1, far: 12 * this.extent });
    this.sun.shadow.camera.updateProjectionMatrix();
  }

  /** From where it is looked at, and how finely it is drawn; null before the first picture. */
  get view() {
    const { extent, seen, level, above, free: { position, near }, orbit: { target, minDistance, maxDistance } } = this;
    return extent ? { extent, seen, level, above, position, near, target, minDistance, maxDistance } : null;
  }

  /** Looks from where an older stage was looked at. */
  lookAs({ extent, seen, level, above, position, near, target, minDistance, maxDistance }) {
    Object.assign(this, { extent, seen, above });
    this.free.position.copy(position);
    this.free.near = near;
    this.free.updateProjectionMatrix();
    this.orbit.target.copy(target);
    Object.assign(this.orbit, { minDistance, maxDistance });
    this.#shade();
    this.#refine(level);
  }

  /** Moves the camera with the body, and the light with the camera's target. */
  #followBody() {
    const middle = this.#middle();
    if (this.follow) {
      const moved = middle.clone().sub(this.seen);
      moved.z *= 0.2; // a gait's ups and downs stay visible
      this.free.position.add(moved);
      this.orbit.target.add(moved);
    }
    this.seen = middle;
    this.sun.target.position.copy(middle);
    this.sun.position.copy(middle).add(new three.Vector3(1.2, -2, 4).multiplyScalar(this.extent));
  }

  #modelCamera() {
    const { geoms, strands, cameras } = this.scene;
    const offset = FRAME * geoms.length + STRAND * strands.length + FRAME * this.camera;
    const v = this.values.subarray(offset, offset + FRAME);
    this.fixed.position.set(v[0], v[1], v[2]);
    this.fixed.quaternion.set(v[3], v[4], v[5], v[6]);
    if (this.fixed.fov !== cameras[this.camera].fieldOfView) {
      this.fixed.fov = cameras[this.camera].fieldOfView;
      this.fixed.updateProjectionMatrix();
    }
    return this.fixed;
  }

  /** The camera that looks at present. */
  get eye() {
    return this.camera < 0 ? this.free : this.fixed;
  }

  #placeGhosts(from, to, blend) {
    while (this.ghosts.length < to.ghosts.length) {
      this.ghosts.push(this.#ghost(this.ghosts.length));
    }
    this.ghosts.forEach((meshes, g) => meshes.forEach(mesh => { mesh.visible = g < to.ghosts.length; }));
    to.ghosts.forEach((pose, g) => {
      blendFrames(from.ghosts[g] ?? pose, pose, blend, 0, this.scene.geoms.length, this.ghostFrames);
      this.ghosts[g].forEach(mesh => {
        mesh.position.fromArray(this.ghostFrames, FRAME * mesh.userData.index);
        mesh.quaternion.fromArray(this.ghostFrames, FRAME * mesh.userData.index + 3);
      });
    });
  }

  /** Translucent copies of what moves, in a colour of its own. */
  #ghost(number) {
    const material = new three.MeshStandardMaterial({
      color: series(number), transparent: true, opacity: GHOST_OPACITY, depthWrite: false, roughness: 0.8 });
    const meshes = this.#moving().map(mesh => {
      const ghost = new three.Mesh(mesh.geometry, material);
      ghost.userData = { index: mesh.userData.index };
      return ghost;
    });
    this.world.add(...meshes);
    return meshes;
  }

  /** A disc where bodies touch, and an arrow as long as the force. */
  #placeContacts(values) {
    const n = values.length / CONTACT;
    while (this.contacts.length < n) {
      const arrow = new three.ArrowHelper(new three.Vector3(0, 0, 1), new three.Vector3(), 1, 0xe0742f);
      arrow.line.material.depthTest = arrow.cone.material.depthTest = false;
      const dot = new three.Mesh(new three.SphereGeometry(0.02 * this.extent, 12, 8), new three.MeshBasicMaterial({
        color: 0xe0742f, depthTest: false }));
      this.world.add(arrow, dot);
      this.contacts.push({ arrow, dot });
    }
    this.contacts.forEach(({ arrow, dot }, i) => {
      arrow.visible = dot.visible = i < n;
      if (i < n) {
        const v = values.subarray(CONTACT * i, CONTACT * (i + 1));
        const force = new three.Vector3(v[3], v[4], v[5]);
        dot.position.set(v[0], v[1], v[2]);
        arrow.position.copy(dot.position);
        arrow.visible = force.length() > 0;
        const length = Math.min(2, FORCE_SCALE * force.length()) * this.extent;
        arrow.setLength(Math.max(1e-3, length), 0.08 * this.extent, 0.05 * this.extent);
        arrow.setDirection(force.normalize());
      }
    });
  }

  /** Turns the free camera by angles in radians, and moves it nearer by a factor. */
  turn(around, up, factor = 1) {
    const arm = this.free.position.clone().sub(this.orbit.target);
    const ball = new three.Spherical().setFromVector3(new three.Vector3(arm.x, arm.z, -arm.y));
    ball.theta += around;
    ball.phi = Math.min(this.orbit.maxPolarAngle, Math.max(0.05, ball.phi - up));
    ball.radius = Math.min(this.orbit.maxDistance, Math.max(this.orbit.minDistance, ball.radius * factor));
    arm.setFromSpherical(ball);
    this.free.position.copy(this.orbit.target).add(new three.Vector3(arm.x, -arm.z, arm.y));
  }

  /** The moving geom under a point of the canvas, in [-1, 1]²: its mesh and the point in space; null if there is none. */
  pick(x, y) {
    const ray = new three.Raycaster();
    ray.setFromCamera(new three.Vector2(x, y), this.eye);
    const hit = ray.intersectObjects(this.meshes)[0];
    return hit && hit.object.userData.geom.moves ? { mesh: hit.object, point: hit.point } : null;
  }

  /** The ray under a point of the canvas, and the direction in which the camera looks, as an order has them. */
  ray(x, y) {
    const caster = new three.Raycaster();
    caster.setFromCamera(new three.Vector2(x, y), this.eye);
    const { origin, direction } = caster.ray;
    return { eye: origin.toArray(), ray: direction.toArray(), facing: this.eye.getWorldDirection(new three.Vector3()).toArray() };
  }

  /** The point under the mouse on the plane through a point that faces the camera. */
  onPlane(x, y, through) {
    const ray = new three.Raycaster();
    ray.setFromCamera(new three.Vector2(x, y), this.eye);
    const normal = this.eye.getWorldDirection(new three.Vector3());
    const plane = new three.Plane().setFromNormalAndCoplanarPoint(normal, through);
    return ray.ray.intersectPlane(plane, new three.Vector3());
  }

  /** Shows where the hand pulls, {from, to} in one array; nothing if it is empty. */
  showPull(line) {
    this.showSpring(line.length ? new three.Vector3().fromArray(line) : null, line.length ? new three.Vector3().fromArray(line, 3) : null);
  }

  /** Shows the spring between a body's point and the mouse; nothing if either is missing. */
  showSpring(from, to) {
    this.spring.visible = Boolean(from && to);
    if (this.spring.visible) {
      this.spring.geometry.setFromPoints([from, to]);
    }
  }

  dispose() {
    this.forgetTheme();
    this.observer.disconnect();
    this.orbit.dispose(); // while the canvas is in the document, where it listens to keys
    this.renderer.dispose();
    this.renderer.forceContextLoss(); // frees what the scene has on the GPU now, not when the garbage is collected
    this.canvas.remove();
  }
}
