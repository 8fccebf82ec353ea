package dev.advect.mujoco;

import dev.advect.mujoco.layout.DataField;
import dev.advect.mujoco.layout.ModelField;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The named views of a {@link Data}, each created when its name is first requested. */
final class NamedViews {
    private static final int FREE = 0;
    private static final int BALL = 1;

    final Named<BodyView> bodies = new Named<>(this::body);
    final Named<JointView> joints = new Named<>(this::joint);
    final Named<GeomView> geoms = new Named<>(this::geom);
    final Named<SiteView> sites = new Named<>(this::site);
    final Named<ActuatorView> actuators = new Named<>(this::actuator);
    final Named<TendonView> tendons = new Named<>(this::tendon);
    final Named<MocapView> mocaps = new Named<>(this::mocap);
    final Named<DoubleView> sensors = new Named<>(this::sensor);
    final Named<Integer> keys;

    private final Data data;
    private final Model model;

    NamedViews(Data data) {
        this.data = data;
        model = data.model();
        keys = new Named<>(name -> model.id(ObjectType.KEY, name));
    }

    /** A cache of objects by name. Looking up a known name searches nothing and allocates nothing. */
    static final class Named<V> {
        private final Map<String, V> made = new ConcurrentHashMap<>();
        private final Function<String, V> maker;

        Named(Function<String, V> maker) {
            this.maker = maker;
        }

        V get(String name) {
            V known = made.get(name);
            return known != null ? known : made.computeIfAbsent(name, maker);
        }
    }

    private BodyView body(String name) {
        int id = model.id(ObjectType.BODY, name);
        return new BodyView(id, row(data.xpos(), id, 3), row(data.xquat(), id, 4), row(data.xmat(), id, 9),
                row(data.xipos(), id, 3), row(data.subtreeCom(), id, 3), row(data.cvel(), id, 6),
                row(data.xfrcApplied(), id, 6));
    }

    private JointView joint(String name) {
        int id = model.id(ObjectType.JOINT, name);
        int type = model.jntType().get(id);
        int position = model.jntQposadr().get(id);
        int velocity = model.jntDofadr().get(id);
        int positions = type == FREE ? 7 : type == BALL ? 4 : 1;
        int velocities = type == FREE ? 6 : type == BALL ? 3 : 1;
        return new JointView(id, data.qpos().slice(position, positions), data.qvel().slice(velocity, velocities),
                data.qacc().slice(velocity, velocities), data.qfrcApplied().slice(velocity, velocities));
    }

    private GeomView geom(String name) {
        int id = model.id(ObjectType.GEOM, name);
        return new GeomView(id, row(data.geomXpos(), id, 3), row(data.geomXmat(), id, 9));
    }

    private SiteView site(String name) {
        int id = model.id(ObjectType.SITE, name);
        return new SiteView(id, row(data.siteXpos(), id, 3), row(data.siteXmat(), id, 9));
    }

    private ActuatorView actuator(String name) {
        int id = model.id(ObjectType.ACTUATOR, name);
        int count = model.names(ObjectType.ACTUATOR).size();
        if (data.ctrl().size() != count || data.actuatorForce().size() != count) {
            throw new MujocoException("actuator '" + name + "' has no view: some actuators of the model have several "
                    + "controls or forces; use ctrl() and actuatorForce()");
        }
        return new ActuatorView(id, row(data.ctrl(), id, 1), row(data.actuatorForce(), id, 1),
                row(data.doubles(DataField.ACTUATOR_LENGTH), id, 1), row(data.doubles(DataField.ACTUATOR_VELOCITY), id, 1));
    }

    private TendonView tendon(String name) {
        int id = model.id(ObjectType.TENDON, name);
        return new TendonView(id, row(data.doubles(DataField.TEN_LENGTH), id, 1),
                row(data.doubles(DataField.TEN_VELOCITY), id, 1));
    }

    private MocapView mocap(String name) {
        IntView ids = model.ints(ModelField.BODY_MOCAPID);
        List<String> bodies = model.names(ObjectType.BODY);
        int body = bodies.indexOf(name);
        if (body < 0 || ids.get(body) < 0) {
            throw new MujocoException(Names.missing("mocap body", name, IntStream.range(0, bodies.size())
                    .filter(other -> ids.get(other) >= 0)
                    .mapToObj(bodies::get)
                    .toList()));
        }
        int id = ids.get(body);
        return new MocapView(id, row(data.mocapPos(), id, 3), row(data.mocapQuat(), id, 4));
    }

    private DoubleView sensor(String name) {
        int id = model.id(ObjectType.SENSOR, name);
        return data.sensordata().slice(model.sensorAdr().get(id), model.sensorDim().get(id));
    }

    private static DoubleView row(DoubleView array, int id, int columns) {
        return array.slice(id * columns, columns);
    }
}
