package dev.advect.train;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.advect.config.InvalidValueException;
import dev.advect.flow.Schedule;

import java.io.IOException;

/** The JSON and YAML form of a {@link Schedule}: its name, or a list of times. */
final class ScheduleText {
    private ScheduleText() {}

    static void register(SimpleModule module) {
        module.addSerializer(new Writer());
        module.addDeserializer(Schedule.class, new Reader());
    }

    private static final class Writer extends StdSerializer<Schedule> {
        private static final long serialVersionUID = 1;

        Writer() {
            super(Schedule.class);
        }

        @Override
        public void serialize(Schedule value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.shape() != Schedule.Shape.GIVEN) {
                out.writeString(value.toString());
                return;
            }
            out.writeStartArray();
            for (double time : value.given()) {
                out.writeNumber(time);
            }
            out.writeEndArray();
        }
    }

    private static final class Reader extends StdDeserializer<Schedule> {
        private static final long serialVersionUID = 1;

        Reader() {
            super(Schedule.class);
        }

        @Override
        public Schedule deserialize(JsonParser in, DeserializationContext context) throws IOException {
            JsonNode tree = in.readValueAsTree();
            String text = tree.isTextual() ? tree.asText() : tree.toString();
            try {
                return Schedule.parse(text);
            } catch (InvalidValueException e) {
                throw context.weirdStringException(text, Schedule.class, String.valueOf(e.getMessage()));
            }
        }
    }
}
