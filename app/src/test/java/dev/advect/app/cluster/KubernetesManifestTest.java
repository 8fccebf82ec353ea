package dev.advect.app.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.advect.app.Advect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** The form of the examples for Kubernetes: what their parts refer to is there, and their commands are advect's. */
class KubernetesManifestTest {
    private static final String OWN = "advect.yaml";
    private static final String OPERATOR = "operator.yaml";

    private static List<JsonNode> documents(String file) throws IOException {
        Path path = Path.of("..", "examples", "kubernetes", file);
        return new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(path.toFile()).readAll();
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static List<String> names(List<JsonNode> documents, String kind) {
        return documents.stream().filter(document -> document.path("kind").asText().equals(kind))
                .map(document -> document.at("/metadata/name").asText()).toList();
    }

    /** Returns the specifications of all pods: the master's, the workers' and the job's. */
    private static List<JsonNode> pods(List<JsonNode> documents) {
        return documents.stream()
                .flatMap(document -> Stream.of("/spec", "/spec/masterSpec/statefulSetSpec", "/spec/workerSpec/statefulSetSpec")
                        .map(place -> document.at(place + "/template/spec")))
                .filter(spec -> !spec.isMissingNode()).toList();
    }

    private static List<String> words(JsonNode pod) {
        return each(pod.path("containers").get(0).path("command")).map(JsonNode::asText).toList();
    }

    /** Throws if the words are no command of advect's. */
    private static void parse(List<String> words) {
        String[] args = words.toArray(String[]::new);
        Advect.commandLine(new Advect(), args).parseArgs(args);
    }

    private static List<String> kinds(String file) throws IOException {
        return documents(file).stream()
                .map(document -> document.path("apiVersion").asText() + " " + document.path("kind").asText()).toList();
    }

    @Test
    void kinds_areThoseOfACluster() throws IOException {
        assertThat(kinds(OWN)).containsExactly("v1 Secret", "v1 PersistentVolumeClaim", "v1 Service", "apps/v1 StatefulSet",
                "apps/v1 Deployment", "batch/v1 Job");
        assertThat(kinds(OPERATOR)).containsExactly("v1 Secret", "v1 PersistentVolumeClaim", "spark.apache.org/v1 SparkCluster",
                "batch/v1 Job");
    }

    @Test
    void selectors_selectThePodsOfTheirTemplates() throws IOException {
        List<JsonNode> documents = documents(OWN);
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

    @ParameterizedTest
    @ValueSource(strings = {OWN, OPERATOR})
    void volumesAndSecrets_areThere(String file) throws IOException {
        List<JsonNode> documents = documents(file);
        assertThat(pods(documents)).hasSize(3);
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
        List<JsonNode> documents = documents(OWN);
        String master = "spark://" + documents.get(3).at("/metadata/name").asText() + "-0."
                + documents.get(2).at("/metadata/name").asText() + ":" + documents.get(2).at("/spec/ports/0/port").asInt();
        List<String> lines = pods(documents).stream().map(KubernetesManifestTest::words).map(words -> {
            String line = words.getFirst().equals("/bin/sh") ? words.get(2).replace("exec ", "") : String.join(" ", words);
            return line.replace("\"$POD_IP\"", "10.0.0.1").replace("/opt/advect/advect ", "");
        }).toList();

        assertThat(lines).hasSize(3).element(0).asString().startsWith("cluster master ");
        assertThat(lines.subList(1, 3)).allMatch(line -> line.contains(master));
        for (String line : lines) {
            parse(List.of(line.split(" ", -1)));
        }
    }

    /** The operator calls the master's service after the cluster, and admits to the workers who is labelled as a driver. */
    @Test
    void jobOfTheOperatorsCluster_namesItsMaster() throws IOException {
        List<JsonNode> documents = documents(OPERATOR);
        JsonNode job = documents.getLast();
        List<String> words = words(job.at("/spec/template/spec"));

        assertThat(words).contains("--cluster=spark://" + documents.get(2).at("/metadata/name").asText() + "-master-svc:7077");
        assertThat(job.at("/spec/template/metadata/labels/spark-role").asText()).isEqualTo("driver");
        parse(words.subList(1, words.size()));
    }
}
