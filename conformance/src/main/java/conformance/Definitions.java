package conformance;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;

/** The profiles, value sets and code systems of a directory of FHIR definitions. */
final class Definitions {
  final PrePopulatedValidationSupport support;
  /** What was read otherwise than it stands there, in words. */
  final List<String> amendments = new ArrayList<>();

  /**
   * Reads every definition below the directory. Second copies that index.json marks as alternate are left out: two
   * packages may publish the same address with different content, and only one of them can hold.
   */
  Definitions(FhirContext context, Path directory) throws IOException {
    support = new PrePopulatedValidationSupport(context);
    Set<Path> alternates = alternates(directory);
    for (Path file : JsonFiles.below(directory)) {
      if (alternates.contains(file)) continue;
      var resource = context.newJsonParser().parseResource(Files.readString(file));
      if (resource instanceof StructureDefinition profile) flattenReslices(profile);
      if (resource instanceof StructureDefinition
          || resource instanceof ValueSet
          || resource instanceof CodeSystem) {
        support.addResource((MetadataResource) resource);
      }
    }
  }

  /**
   * The validator gives up on a profile that slices a slice again at the same path ("Slice encountered midway through
   * set"). Where such slices are told apart by the claimed profile, they say the same side by side, so the inner
   * slicing is left out.
   */
  private void flattenReslices(StructureDefinition profile) {
    for (ElementDefinition element : profile.getSnapshot().getElement()) {
      if (!element.hasSliceName() || !element.hasSlicing()) continue;
      element.setSlicing(null);
      amendments.add(profile.getUrl() + "|" + profile.getVersion() + " " + element.getId());
    }
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
