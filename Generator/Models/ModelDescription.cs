using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Generator.Models;

/// <summary>Describes a model file: hashes it and the external data it refers to.</summary>
internal static class ModelDescription
{
    /// <summary>The options of a model, from the item's metadata where given (empty means not given) and from its and the project's name otherwise.</summary>
    public static CompilerOptions Options(string modelPath, string? className, string? nameSpace, string? inputShapes, string? inputValues, string? rootNamespace) => new(
        NotBlank(className) ?? DefaultNames.ClassOf(Path.GetFileNameWithoutExtension(modelPath)),
        NotBlank(nameSpace) ?? DefaultNames.NamespaceOf(rootNamespace ?? ""),
        NotBlank(inputShapes),
        NotBlank(inputValues));

    /// <param name="calibration">The name of the calibration beside the model, or null.</param>
    public static ModelDescriptor Of(string modelPath, CompilerOptions options, string? calibration = null)
    {
        byte[]? bytes = ModelFile.TryRead(modelPath, out _);
        return bytes is null
            ? new ModelDescriptor(modelPath, ModelFile.Unreadable, default, options) { Calibration = calibration }
            : new ModelDescriptor(
                modelPath, ModelFile.Sha256(bytes), new(ExternalFiles.Of(bytes).Concat(calibration is null ? [] : [calibration]).Select(name => Hash(modelPath, name))), options) { Calibration = calibration };
    }

    private static ExternalFile Hash(string modelPath, string name) =>
        new(name, ModelInput.ReadSibling(modelPath, name) is { } content ? ModelFile.Sha256(content) : ModelFile.Unreadable);

    private static string? NotBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
}
