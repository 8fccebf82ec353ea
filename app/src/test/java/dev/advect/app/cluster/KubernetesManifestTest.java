package dev.advect.app.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.advect.app.Advect;
import dev.advect.app.options.Converters;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** The form of the example for Kubernetes: what its parts refer to is there, and its commands are advect's. */
class KubernetesManifestTest {
    private static final Path FILE = Path.of("..", "examples", "kubernetes", "advect.yaml");

    private static List<JsonNode> documents() throws IOException {
        return new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(FILE.toFile()).readAll();
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static List<String> names(List<JsonNode> documents, String kind) {
        return documents.stream().filter(document -> document.path("kind").asText().equals(kind))
                .map(document -> document.at("/metadata/name").asText()).toList();
    }

    private static List<JsonNode> pods(List<JsonNode> documents) {
        return documents.stream().map(document -> document.at("/spec/template/spec")).filter(spec -> !spec.isMissingNode()).toList();
    }

    @Test
    void kinds_areThoseOfACluster() throws IOException {
        assertThat(documents()).extracting(document -> document.path("apiVersion").asText() + " " + document.path("kind").asText())
                .containsExactly("v1 Secret", "v1 PersistentVolumeClaim", "v1 Service", "apps/v1 StatefulSet", "apps/v1 Deployment",
                        "batch/v1 Job");
    }

    @Test
    void selectors_selectThePodsOfTheirTemplates() throws IOException {
        List<JsonNode> documents = documents();
        List<JsonNode> labels = new ArrayList<>();
        for (JsonNode document : documents) {
            JsonNode selector = document.at("/spec/selector/matchLabels");
            if (!selector.isMissingNode()) {
                assertThat(document.at("/spec/template/metadata/labels")).isEqualTo(selector);
                labels.add(selector);
            }
        }
        assertThat(labels).hasSize(2);
        JsonNode service = documents.get(2);
        assertThat(labels).contains(service.at("/spec/selector"));
        assertThat(documents.get(3).at("/spec/serviceName")).isEqualTo(service.at("/metadata/name"));
    }

    @Test
    void volumesAndSecrets_areThere() throws IOException {
        List<JsonNode> documents = documents();
        for (JsonNode pod : pods(documents)) {
            List<String> volumes = each(pod.path("volumes")).map(volume -> volume.path("name").asText()).toList();
            assertThat(each(pod.path("volumes")).map(volume -> volume.at("/persistentVolumeClaim/claimName").asText()))
                    .allMatch(names(documents, "PersistentVolumeClaim")::contains);
            JsonNode container = pod.path("containers").get(0);
            assertThat(each(container.path("volumeMounts")).map(mount -> mount.path("name").asText())).allMatch(volumes::contains);
            List<String> secrets = each(container.path("env")).map(entry -> entry.at("/valueFrom/secretKeyRef/name").asText())
                    .filter(name -> !name.isEmpty()).toList();
            assertThat(secrets).hasSize(1).allMatch(names(documents, "Secret")::contains);
        }
    }

    /** The address of the master, as pods of a stateful set are called, with the port that the service and the container name. */
    @Test
    void commands_areAdvects_andNameTheMaster() throws IOException {
        List<JsonNode> documents = documents();
        String master = "spark://" + documents.get(3).at("/metadata/name").asText() + "-0."
                + documents.get(2).at("/metadata/name").asText() + ":" + documents.get(2).at("/spec/ports/0/port").asInt();
        List<String> lines = pods(documents).stream().map(pod -> {
            List<String> words = each(pod.path("containers").get(0).path("command")).map(JsonNode::asText).toList();
            String line = words.getFirst().equals("/bin/sh") ? words.get(2).replace("exec ", "") : String.join(" ", words);
            return line.replace("\"$POD_IP\"", "10.0.0.1").replace("/opt/advect/advect ", "");
        }).toList();

        assertThat(lines).hasSize(3).element(0).asString().startsWith("cluster master ");
        assertThat(lines.subList(1, 3)).allMatch(line -> line.contains(master));
        for (String line : lines) {
            CommandLine advect = new CommandLine(new Advect());
            Converters.register(advect);
            advect.parseArgs(line.split(" ", -1)); // throws if it is none
        }
    }
}
