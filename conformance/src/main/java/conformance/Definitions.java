package conformance;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;

/** The profiles, value sets and code systems of a directory of FHIR definitions. */
final class Definitions {
  private Definitions() {}

  /**
   * Reads every definition below the directory. Second copies that index.json marks as alternate are left out: two
   * packages may publish the same address with different content, and only one of them can hold.
   */
  static PrePopulatedValidationSupport read(FhirContext context, Path directory) throws IOException {
    var support = new PrePopulatedValidationSupport(context);
    Set<Path> alternates = alternates(directory);
    for (Path file : JsonFiles.below(directory)) {
      if (alternates.contains(file)) continue;
      var resource = context.newJsonParser().parseResource(Files.readString(file));
      if (resource instanceof StructureDefinition
          || resource instanceof ValueSet
          || resource instanceof CodeSystem) {
        support.addResource((MetadataResource) resource);
      }
    }
    return support;
  }

  private static Set<Path> alternates(Path directory) throws IOException {
    Path index = directory.resolve("index.json");
    Set<Path> found = new HashSet<>();
    if (!Files.exists(index)) return found;
    JsonNode entries = new ObjectMapper().readTree(index.toFile()).path("resources");
    for (JsonNode entry : entries) {
      if (entry.path("alternate").asBoolean()) found.add(directory.resolve(entry.path("file").asText()));
    }
    return found;
  }
}
