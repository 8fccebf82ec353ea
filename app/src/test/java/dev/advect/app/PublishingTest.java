package dev.advect.app;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import javax.xml.parsers.DocumentBuilderFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What is published names the same version everywhere, and the documentation leads somewhere. */
class PublishingTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> LIBRARIES = List.of("runtime", "mujoco", "core", "envs", "experiments", "view");

    private static Element pom(String module) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(ROOT.resolve(module).resolve("pom.xml").toFile()).getDocumentElement();
    }

    /** The text of an element's child of that name. */
    private static String child(Element parent, String name) {
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeName().equals(name)) {
                return children.item(i).getTextContent();
            }
        }
        return "";
    }

    @Test
    void bom_hasTheProjectsVersionAndEveryLibrary() throws Exception {
        Element bom = pom("bom");
        NodeList managed = bom.getElementsByTagName("dependency");
        List<String> artifacts = new ArrayList<>();
        for (int i = 0; i < managed.getLength(); i++) {
            artifacts.add(child((Element) managed.item(i), "artifactId"));
        }

        assertThat(child(bom, "version")).isEqualTo(child(pom(""), "version"));
        assertThat(artifacts).containsExactlyInAnyOrderElementsOf(
                LIBRARIES.stream().map(name -> "advect-" + name).toList());
    }

    @Test
    void publishing_showsTheVersionsOfThisBuild() throws Exception {
        String text = Files.readString(ROOT.resolve("docs/guides/publishing.md"));
        Element properties = (Element) pom("").getElementsByTagName("properties").item(0);
        String version = child(pom(""), "version");
        String pytorch = child(properties, "pytorch.version");
        String openblas = child(properties, "openblas.version");

        assertThat(text).contains(
                "dev.advect:advect-bom:" + version,
                "<artifactId>advect-bom</artifactId><version>" + version + "</version>",
                "//DEPS dev.advect:advect-runtime:" + version,
                "org.bytedeco:pytorch:" + pytorch + ":$host",
                "org.bytedeco:openblas:" + openblas + ":$host");
    }
}
