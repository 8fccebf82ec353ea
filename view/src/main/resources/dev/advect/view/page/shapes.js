// The geometry of MuJoCo's geoms. Lengths are in metres, z points upwards.

import * as three from 'three';

const HORIZON = 200;

/** The geometry of a geom; cylinders and capsules lie along z, as MuJoCo has them. */
export function geometry(geom, meshes) {
  const [a, b, c] = geom.size;
  switch (geom.shape) {
    case 'PLANE': return new three.PlaneGeometry(...plane(geom).map(half => 2 * half));
    case 'SPHERE': return new three.SphereGeometry(a, 32, 20);
    case 'CAPSULE': return new three.CapsuleGeometry(a, 2 * b, 10, 24).rotateX(Math.PI / 2);
    case 'ELLIPSOID': return new three.SphereGeometry(1, 32, 20).scale(a, b, c);
    case 'CYLINDER': return new three.CylinderGeometry(a, a, 2 * b, 32).rotateX(Math.PI / 2);
    case 'BOX': return new three.BoxGeometry(2 * a, 2 * b, 2 * c);
    default: return triangles(meshes[geom.mesh]);
  }
}

function triangles(mesh) {
  if (!mesh.geometry) {
    const indexed = new three.BufferGeometry();
    indexed.setAttribute('position', new three.Float32BufferAttribute(mesh.vertices, 3));
    indexed.setIndex(mesh.faces);
    mesh.geometry = indexed.toNonIndexed(); // flat faces keep edges crisp
    mesh.geometry.computeVertexNormals();
  }
  return mesh.geometry;
}

/** Half the lengths of a plane's sides; a floor has none. */
function plane({ size: [a, b] }) {
  return [a || HORIZON, b || HORIZON];
}

/** A chequer of squares half a metre wide, for planes. */
export function chequer(geom, light, dark) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 256;
  const brush = canvas.getContext('2d');
  brush.fillStyle = light;
  brush.fillRect(0, 0, 256, 256);
  brush.fillStyle = dark;
  brush.fillRect(0, 0, 128, 128);
  brush.fillRect(128, 128, 128, 128);
  const texture = new three.CanvasTexture(canvas);
  texture.colorSpace = three.SRGBColorSpace;
  texture.wrapS = texture.wrapT = three.RepeatWrapping;
  texture.anisotropy = 8;
  texture.repeat.set(...plane(geom).map(half => 2 * half));
  return texture;
}
