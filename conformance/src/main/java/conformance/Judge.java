package conformance;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/**
 * Validates every JSON file of a directory with the HAPI FHIR instance validator and writes what it says as JSON.
 * Nothing is looked up outside: codes of systems that are not at hand are reported as information, never as wrong.
 *
 * <p>Usage: Judge DEFINITIONS INPUT REPORT
 */
public final class Judge {
  private Judge() {}

  public static void main(String[] arguments) throws IOException {
    Path definitions = Path.of(arguments[0]);
    Path input = Path.of(arguments[1]);
    Path report = Path.of(arguments[2]);
    FhirContext context = FhirContext.forR4();
    FhirValidator validator = validator(context, definitions);
    var json = new ObjectMapper();
    List<ObjectNode> results =
        JsonFiles.below(input).parallelStream()
            .map(file -> judge(validator, file).put("file", input.relativize(file).toString()))
            .toList();
    json.writeValue(report.toFile(), results);
  }

  private static ObjectNode judge(FhirValidator validator, Path file) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode messages = result.putArray("messages");
    for (SingleValidationMessage message : validator.validateWithResult(read(file)).getMessages()) {
      ObjectNode line = messages.addObject();
      line.put("severity", message.getSeverity().getCode());
      line.put("location", message.getLocationString());
      line.put("id", message.getMessageId());
      line.put("message", message.getMessage());
    }
    return result;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static FhirValidator validator(FhirContext context, Path definitions) throws IOException {
    var unknownCodes = new UnknownCodeSystemWarningValidationSupport(context);
    unknownCodes.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.INFORMATION);
    var support =
        new ValidationSupportChain(
            Definitions.read(context, definitions),
            new DefaultProfileValidationSupport(context),
            new CommonCodeSystemsTerminologyService(context),
            new InMemoryTerminologyServerValidationSupport(context),
            unknownCodes);
    var module = new FhirInstanceValidator(support);
    module.setAnyExtensionsAllowed(true);
    module.setErrorForUnknownProfiles(true);
    module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
    return context.newValidator().registerValidatorModule(module);
  }
}
