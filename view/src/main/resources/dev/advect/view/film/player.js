// Plays recorded takes: poses of solids, or drawings. Everything it needs is in this page.
import { colour, isDark, onTheme, toggleTheme } from 'theme';

const data = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
/** How finely is drawn: at most so many pixels per pixel of the page, and the shadow's size; the last is for machines without a GPU. */
const QUALITY = [{ ratio: 2, shadow: 2048 }, { ratio: 1, shadow: 1024 }, { ratio: 0.6, shadow: 512 }];
const SLOW_MS = 70;
const WIDE = 16 / 9;
const main = data.lanes[0];
const last = main.frames - 1;
let playing = true;
let at = 0; // in frames, with a fraction

const show = await (data.drawn ? flat() : solid()).catch(error => {
  const able = data.drawn || document.createElement('canvas').getContext('webgl2');
  $('view').textContent = 'The film cannot be drawn: ' + (able ? error.message : 'the browser has no WebGL 2');
  return () => {};
});
const showFlow = data.clouds ? await flow(data.clouds) : () => {};

$('scrub').max = last;
$('scrub').step = 'any';
$('ghostbox').hidden = data.lanes.length < 2;
$('followbox').hidden = data.drawn;
$('sitesbox').hidden = data.drawn || !data.scenes.some(scene => scene.sites.length);
$('tendonsbox').hidden = data.drawn || !data.scenes.some(scene => scene.strands.length);
$('hint').textContent = data.drawn ? '' : 'drag to turn, wheel to zoom, right drag to move';
function setPlaying(on) { playing = on; $('play').textContent = on ? 'Pause' : 'Play'; }
function step(by) { setPlaying(false); at = Math.min(last, Math.max(0, Math.round(at) + by)); }
$('play').onclick = () => { if (!playing && at >= last) at = 0; setPlaying(!playing); };
$('back').onclick = () => step(-1);
$('next').onclick = () => step(1);
$('theme').onclick = toggleTheme;
$('scrub').oninput = () => { setPlaying(false); at = Number($('scrub').value); };
addEventListener('keydown', event => {
  const on = selector => event.target.matches?.(selector);
  if (event.ctrlKey || event.metaKey || event.altKey || on('select')) return; // the browser's keys, and a field's own
  if (event.key === ' ' && on('button, summary, input[type="checkbox"]')) return;
  if (event.key.startsWith('Arrow') && on('input[type="range"]:not(#scrub)')) return;
  const click = id => () => $(id).click();
  const key = { ' ': $('play').onclick, ArrowLeft: $('back').onclick, ArrowRight: $('next').onclick, l: toggleTheme, n: click('flow-play'),
    p: () => { $('panel-flow').open = !$('panel-flow').open; }, g: click('ghosts'), s: click('sites'), t: click('tendons'), f: click('follow') }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (key) { event.preventDefault(); key(); }
});

let before = performance.now();
function tick(now) {
  const seconds = Math.max(0, now - before) / 1000; // the first time may be before the page's own
  before = now;
  if (playing) {
    at += seconds * data.fps * Number($('speed').value);
    if (at > last) at = 0;
  }
  $('scrub').value = at;
  const time = (at * data.secondsPerFrame).toFixed(2);
  $('time').textContent = `episode ${main.episodes[Math.round(at)] + 1}   ${time} s of ${(last * data.secondsPerFrame).toFixed(2)} s`;
  show(at, $('ghosts').checked, now);
  showFlow(at);
  requestAnimationFrame(tick);
}
requestAnimationFrame(tick);
window.player = { pictures: 0, cloud: null, seek(frame) { setPlaying(false); at = frame; }, get frame() { return at; },
  get playing() { return playing; } };

function bytes(text) { return Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer; }

/** The panel with the actions that the policy would have drawn; of the last state that was noted, as not all are. */
async function flow({ n, d, times, tanh, unit, frames, scales, points }) {
  const { CloudView } = await import('cloud');
  $('panel-flow').hidden = false;
  const all = new Int8Array(bytes(points));
  const size = n * d;
  let shown = -1;
  const view = new CloudView(d, () => { shown = -1; });
  view.unit = unit;
  onTheme(() => { shown = -1; });
  new ResizeObserver(() => { shown = -1; }).observe($('panel-flow'));
  return frame => {
    const i = Math.max(0, frames.findLastIndex(noted => noted <= frame + 1e-6));
    if (i === shown) return;
    shown = i;
    const at = k => (i * times.length + k) * size;
    player.cloud = { n, d, times, tanh, frame: frames[i],
      points: times.map((_, k) => Float32Array.from(all.subarray(at(k), at(k + 1)), v => v * scales[i][k])) };
    view.show(player.cloud);
    $('flow-hint').textContent = `${n} actions for the state at ${(frames[i] * data.secondsPerFrame).toFixed(2)} s, from noise to action.`;
  };
}

async function solid() {
  const THREE = await import('three');
  const { OrbitControls } = await import('orbit');
  const renderer = new THREE.WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = THREE.PCFSoftShadowMap;
  $('view').append(renderer.domElement);
  const world = new THREE.Scene();
  world.fog = new THREE.Fog(0, data.reach * 0.25, data.reach * 1.6);
  const heaven = new THREE.HemisphereLight(0xdfe9f7, 0x9a938a, 1.5);
  world.add(heaven);
  const sun = new THREE.DirectionalLight(0xfff4e4, 2.2);
  sun.castShadow = true;
  const box = data.distance * 0.6;
  Object.assign(sun.shadow.camera, { left: -box, right: box, top: box, bottom: -box, near: 0, far: 8 * box });
  sun.shadow.normalBias = box * 0.002;
  world.add(sun, sun.target);
  const camera = new THREE.PerspectiveCamera(data.fieldOfView, 1, data.distance * 0.01, data.reach * 10);
  camera.up.set(0, 0, 1);
  const controls = new OrbitControls(camera, renderer.domElement);
  controls.enableDamping = true;
  const meshes = data.meshes.map(mesh => {
    const geometry = new THREE.BufferGeometry();
    geometry.setAttribute('position', new THREE.BufferAttribute(new Float32Array(bytes(mesh.vertices)), 3));
    geometry.setIndex(new THREE.BufferAttribute(new Uint32Array(bytes(mesh.faces)), 1));
    const flat = geometry.toNonIndexed();
    flat.computeVertexNormals();
    return flat;
  });
  const lanes = data.lanes.map((lane, index) => ({
    lane,
    poses: new Int16Array(bytes(lane.poses)),
    groups: data.scenes.map(scene => {
      const group = new THREE.Group();
      group.visible = false;
      group.moving = [];
      for (const geom of scene.geoms) {
        if (index > 0 && (!geom.moves || geom.shape === 'PLANE')) { if (geom.moves) group.moving.push(null); continue; }
        const solid = geomObject(THREE, geom, meshes, index > 0);
        group.add(solid);
        if (geom.moves) group.moving.push(solid); else place(solid, geom.frame, 0);
      }
      group.strands = index > 0 ? [] : scene.strands.map(strand => {
        const line = new THREE.Line(new THREE.BufferGeometry().setAttribute('position', new THREE.BufferAttribute(new Float32Array(6), 3)),
          new THREE.LineBasicMaterial({ color: strand }));
        line.frustumCulled = false;
        group.add(line);
        return line;
      });
      group.sites = index > 0 ? [] : scene.sites.map(site => {
        const mark = geomObject(THREE, { ...site, alpha: Math.min(site.alpha, 0.8) }, meshes, false);
        Object.assign(mark.material, { transparent: true, depthTest: false });
        mark.castShadow = false;
        mark.renderOrder = 1;
        group.add(mark);
        return mark;
      });
      world.add(group);
      return group;
    })
  }));
  const from = new THREE.Quaternion();
  const to = new THREE.Quaternion();
  const { low, scale } = data;
  function place(object, values, offset) {
    object.position.set(values[offset], values[offset + 1], values[offset + 2]);
    object.quaternion.set(values[offset + 3], values[offset + 4], values[offset + 5], values[offset + 6]);
  }
  function pose(item, frame, visible) {
    const { lane, poses, groups } = item;
    const i = Math.min(Math.floor(frame / data.stride), lane.keys - 1);
    const j = Math.min(i + 1, lane.keys - 1);
    const same = lane.episodes[Math.min(i * data.stride, lane.frames - 1)] === lane.episodes[Math.min(j * data.stride, lane.frames - 1)];
    const part = same ? Math.min(1, frame / data.stride - i) : 0;
    const shown = lane.scenes[Math.min(Math.round(frame), lane.frames - 1)];
    groups.forEach((group, index) => { group.visible = visible && index === shown; });
    const size = poses.length / lane.keys;
    const value = (k, o) => low[k] + scale[k] * (poses[i * size + o] + part * (poses[j * size + o] - poses[i * size + o]) + 32767);
    const turn = (object, o) => {
      object.position.set(value(0, o), value(1, o + 1), value(2, o + 2));
      from.set(...[3, 4, 5, 6].map(k => poses[i * size + o + k] / 32767)).normalize();
      to.set(...[3, 4, 5, 6].map(k => poses[j * size + o + k] / 32767)).normalize();
      object.quaternion.slerpQuaternions(from, to, part);
    };
    const { moving, strands, sites } = groups[shown];
    moving.forEach((object, index) => object && turn(object, index * 7));
    sites.forEach((mark, index) => {
      mark.visible = $('sites').checked;
      turn(mark, moving.length * 7 + strands.length * 6 + index * 7);
    });
    strands.forEach((line, index) => {
      line.visible = $('tendons').checked;
      const o = moving.length * 7 + index * 6;
      for (let k = 0; k < 6; k++) line.geometry.attributes.position.array[k] = value(k % 3, o + k);
      line.geometry.attributes.position.needsUpdate = true;
    });
  }
  const middle = new THREE.Vector3(...data.path[0]);
  camera.position.set(...data.eye);
  controls.target.copy(middle);
  let level = location.hash === '#coarse' ? QUALITY.length - 1 : 0;
  let late = 0; // pictures in a row
  let drawn = Infinity; // when the last picture was
  let shown = ''; // what it was of; empty to draw again
  controls.addEventListener('change', () => { shown = ''; });
  onTheme(() => {
    const [top, horizon] = isDark() ? ['#20262f', '#171c24'] : ['#cddbed', '#e6edf5'];
    world.background = sky(THREE, top, horizon);
    world.fog.color.set(horizon);
    heaven.intensity = isDark() ? 1 : 1.5;
    world.traverse(object => {
      if (object.userData.ground) object.material.color.set(object.userData.ground).multiplyScalar(isDark() ? 0.16 : 1);
    });
    shown = '';
  });
  function resize() {
    const { clientWidth: w, clientHeight: h } = $('view');
    const { ratio, shadow } = QUALITY[level];
    renderer.setPixelRatio(Math.min(devicePixelRatio, ratio));
    renderer.setSize(w, h);
    sun.shadow.mapSize.set(shadow, shadow);
    sun.shadow.map?.dispose();
    sun.shadow.map = null;
    camera.aspect = w / h;
    const narrow = Math.max(1, WIDE / camera.aspect); // what is framed for a wide picture stays in view on a phone
    camera.fov = 360 / Math.PI * Math.atan(narrow * Math.tan(data.fieldOfView * Math.PI / 360));
    camera.updateProjectionMatrix();
    shown = '';
  }
  new ResizeObserver(resize).observe($('view'));
  /** Draws less finely if one picture after another comes late. */
  function watchPace(now) {
    const interval = now - drawn;
    late = interval > SLOW_MS ? late + 1 : 0;
    drawn = now;
    if (level < QUALITY.length - 1 && (late >= 4 || late >= 2 && interval > 5 * SLOW_MS)) {
      level++;
      late = 0;
      resize();
    }
  }
  return (frame, ghosts, now) => {
    controls.update();
    const wanted = [frame, ghosts, ...['follow', 'sites', 'tendons'].map(id => $(id).checked)].join();
    if (wanted === shown) {
      drawn = now; // nothing was to be drawn, and so nothing was late
      return;
    }
    watchPace(now);
    shown = wanted;
    lanes.forEach((item, index) => pose(item, frame, index === 0 || ghosts));
    const here = new THREE.Vector3(...data.path[Math.round(frame)]);
    if ($('follow').checked) {
      camera.position.add(here).sub(middle);
      controls.target.add(here).sub(middle);
    }
    middle.copy(here);
    sun.target.position.copy(here);
    sun.position.set(-0.32, -0.42, 0.85).multiplyScalar(4 * box).add(here);
    renderer.render(world, camera);
    window.player.pictures++;
  };
}

function geomObject(THREE, geom, meshes, ghost) {
  const [a, b, c] = geom.size;
  const upright = geometry => geometry.rotateX(Math.PI / 2);
  const shapes = {
    PLANE: () => new THREE.PlaneGeometry(2 * a || 400, 2 * b || 400), // a floor has no size
    SPHERE: () => new THREE.SphereGeometry(a, 32, 20),
    CAPSULE: () => upright(new THREE.CapsuleGeometry(a, 2 * b, 12, 28)),
    ELLIPSOID: () => new THREE.SphereGeometry(1, 32, 20).scale(a, b, c),
    CYLINDER: () => upright(new THREE.CylinderGeometry(a, a, 2 * b, 36)),
    BOX: () => new THREE.BoxGeometry(2 * a, 2 * b, 2 * c),
    MESH: () => meshes[geom.mesh]
  };
  const geometry = shapes[geom.shape]();
  const material = new THREE.MeshStandardMaterial({ color: ghost ? 0x5c85c2 : geom.colour, roughness: 0.62 });
  const alpha = ghost ? 0.26 : geom.alpha;
  if (alpha < 1) Object.assign(material, { transparent: true, opacity: alpha, depthWrite: !ghost });
  if (geom.shape === 'PLANE') {
    const { width, height } = geometry.parameters;
    material.map = chequer(THREE, width, height);
    material.roughness = 0.95;
  }
  const object = new THREE.Mesh(geometry, material);
  object.castShadow = !ghost && geom.shape !== 'PLANE' && alpha === 1;
  object.receiveShadow = !ghost;
  if (geom.shape === 'PLANE') object.userData.ground = geom.colour;
  return object;
}

function chequer(THREE, width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 256;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, 256, 256);
  pen.fillStyle = '#dfdfdf';
  pen.fillRect(0, 0, 128, 128);
  pen.fillRect(128, 128, 128, 128);
  const texture = new THREE.CanvasTexture(canvas);
  texture.colorSpace = THREE.SRGBColorSpace;
  texture.wrapS = texture.wrapT = THREE.RepeatWrapping;
  texture.repeat.set(width / (2 * data.square), height / (2 * data.square));
  texture.anisotropy = 4; // without a GPU, more costs most of the time
  return texture;
}

function sky(THREE, top, horizon) {
  const canvas = document.createElement('canvas');
  canvas.width = 4;
  canvas.height = 256;
  const pen = canvas.getContext('2d');
  const gradient = pen.createLinearGradient(0, 0, 0, 256);
  gradient.addColorStop(0, top);
  gradient.addColorStop(0.25, horizon);
  gradient.addColorStop(1, horizon);
  pen.fillStyle = gradient;
  pen.fillRect(0, 0, 4, 256);
  const texture = new THREE.CanvasTexture(canvas);
  texture.colorSpace = THREE.SRGBColorSpace;
  return texture;
}

async function flat() {
  const canvas = document.createElement('canvas');
  $('view').append(canvas);
  const pen = canvas.getContext('2d');
  const [left, bottom, right, top] = data.window;
  const css = rgb => '#' + rgb.toString(16).padStart(6, '0');
  const pictures = (data.pictures?.all ?? []).map(address => Object.assign(new Image(), { src: address }));
  await Promise.all(pictures.map(picture => picture.decode()));
  function paint(shape) {
    const [kind, rgb, ...v] = shape;
    pen.fillStyle = pen.strokeStyle = css(rgb);
    pen.beginPath();
    if (kind === 'r') pen.fillRect(...v);
    if (kind === 'd') { pen.arc(v[0], v[1], v[2], 0, 2 * Math.PI); pen.fill(); }
    if (kind === 'l') {
      pen.lineWidth = v[4];
      pen.lineCap = 'round';
      pen.moveTo(v[0], v[1]);
      pen.lineTo(v[2], v[3]);
      pen.stroke();
    }
    if (kind === 't') {
      pen.save();
      pen.translate(v[0], v[1]);
      pen.scale(v[2] / 16, -v[2] / 16);
      pen.font = '16px system-ui, sans-serif';
      pen.fillText(v[3], 0, 0);
      pen.restore();
    }
  }
  return (frame, ghosts) => {
    const { clientWidth: w, clientHeight: h } = $('view');
    canvas.width = w * devicePixelRatio;
    canvas.height = h * devicePixelRatio;
    const scale = Math.min(canvas.width / (right - left), canvas.height / (top - bottom));
    pen.fillStyle = colour('--bar');
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.scale(scale, -scale);
    pen.translate(-(left + right) / 2, -(bottom + top) / 2);
    const i = Math.floor(frame);
    if (pictures.length) {
      pen.save();
      pen.scale(1, -1); // the first row of a picture is the uppermost
      pen.drawImage(pictures[Math.min(pictures.length - 1, Math.floor(i / data.pictures.stride))], left, -top, right - left, top - bottom);
      pen.restore();
    }
    data.common.forEach(paint);
    main.drawings[i].forEach(paint);
    pen.globalAlpha = 0.3;
    if (ghosts) data.lanes.slice(1).forEach(lane => lane.drawings[Math.min(i, lane.frames - 1)].forEach(paint));
    pen.globalAlpha = 1;
  };
}
