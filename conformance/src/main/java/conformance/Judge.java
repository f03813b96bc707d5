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
    Path input = Path.of(arguments[1]);
    Path report = Path.of(arguments[2]);
    FhirContext context = FhirContext.forR4();
    var definitions = new Definitions(context, Path.of(arguments[0]));
    FhirValidator validator = validator(context, definitions);
    List<ObjectNode> files =
        JsonFiles.below(input).parallelStream()
            .map(file -> judge(validator, file).put("file", input.relativize(file).toString()))
            .toList();
    var json = new ObjectMapper();
    ObjectNode result = json.createObjectNode();
    result.set("amendments", json.valueToTree(definitions.amendments));
    result.set("files", json.valueToTree(files));
    json.writeValue(report.toFile(), result);
  }

  private static ObjectNode judge(FhirValidator validator, Path file) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode messages = result.putArray("messages");
    try {
      for (SingleValidationMessage message : validator.validateWithResult(read(file)).getMessages()) {
        add(messages, message.getSeverity().getCode(), message.getLocationString(), message.getMessageId(), message.getMessage());
      }
    } catch (RuntimeException problem) {
      // one file, or one profile, that the validator cannot cope with must not hide what it says of the others
      add(messages, "fatal", null, "exception", problem.toString());
    }
    return result;
  }

  private static void add(ArrayNode messages, String severity, String location, String id, String message) {
    messages.addObject().put("severity", severity).put("location", location).put("id", id).put("message", message);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static FhirValidator validator(FhirContext context, Definitions definitions) {
    var unknownCodes = new UnknownCodeSystemWarningValidationSupport(context);
    unknownCodes.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.INFORMATION);
    var support =
        new ValidationSupportChain(
            definitions.support,
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
