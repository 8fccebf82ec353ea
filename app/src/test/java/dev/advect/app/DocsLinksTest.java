package dev.advect.app;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every link between the project's pages leads to a file and heading that exist, in all folders of the documentation; pages name
 * source files that exist, and sources name pages that exist.
 */
class DocsLinksTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");
    /** A source file as pages abbreviate it, such as {@code core/…/onpolicy/fpo/Fpo.java}. */
    private static final Pattern SOURCE = Pattern.compile("`(\\w+)/…/([\\w/]+(?:\\.java|/))`");
    private static final Pattern PAGE = Pattern.compile("\\bdocs/[\\w/+-]+\\.md\\b");
    private static final List<String> ROOTS = List.of("advect", "advect.cmd", "pom.xml", "app", "benchmarks", "core", "envs",
            "examples", "experiments", "mujoco", "reliability", "runtime", "view");

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void links_leadSomewhere(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        Matcher links = LINK.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""));
        while (links.find()) {
            String link = links.group(1);
            if (link.contains("://")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            if (!Files.exists(target) || (parts.length == 2 && !anchors(target).contains(parts[1]))) {
                broken.add(link);
            }
        }

        assertThat(broken).as("links of %s", ROOT.relativize(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void sourcesThatAPageNames_exist(Path page) throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher names = SOURCE.matcher(Files.readString(page));
        while (names.find()) {
            String end = "/" + names.group(2);
            try (Stream<Path> files = Files.walk(ROOT.resolve(names.group(1)).resolve("src"))) {
                if (files.noneMatch(file -> (Files.isDirectory(file) ? file + "/" : file.toString()).endsWith(end))) {
                    missing.add(names.group());
                }
            }
        }

        assertThat(missing).as("source files named in %s", ROOT.relativize(page)).isEmpty();
    }

    @Test
    void pagesThatSourcesName_exist() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String root : ROOTS) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(root))) {
                for (Path file : files.filter(DocsLinksTest::isSource).toList()) {
                    PAGE.matcher(Files.readString(file)).results().map(MatchResult::group)
                            .filter(name -> !Files.exists(ROOT.resolve(name)))
                            .forEach(name -> missing.add(ROOT.relativize(file) + ": " + name));
                }
            }
        }

        assertThat(missing).as("pages that do not exist").isEmpty();
    }

    private static boolean isSource(Path file) {
        Path name = ROOT.relativize(file);
        boolean isBuilt = name.getNameCount() > 1 && name.getName(1).toString().equals("target");
        return Files.isRegularFile(file) && !isBuilt && (name.getNameCount() == 1 || name.toString().matches(".*\\.(java|yaml|xml)"));
    }

    /** The anchors of a page's headings: lower case, hyphens for blanks, most punctuation dropped, -1 and so on for repeated ones. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : FENCE.matcher(Files.readString(page)).replaceAll("").lines().toList()) {
            if (line.matches("#{1,6} .*")) {
                String anchor = line.replaceFirst("#+ ", "").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }
}
