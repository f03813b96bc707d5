package conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files of a directory that hold a resource each. */
final class JsonFiles {
  /** Tables of contents, which stand beside the resources of a package. */
  private static final Set<String> TABLES_OF_CONTENTS = Set.of("index.json", ".index.json", "package.json");

  private JsonFiles() {}

  /** Every resource file below the directory, by name. */
  static List<Path> below(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(JsonFiles::isResource).sorted().toList();
    }
  }

  private static boolean isResource(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".json") && !TABLES_OF_CONTENTS.contains(name);
  }
}
