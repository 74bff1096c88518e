using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;

namespace Octavo.Generator.Models;

/// <summary>Describes a model file: hashes it and the external data it refers to.</summary>
internal static class ModelDescription
{
    /// <summary>The options of a model, from the item's metadata where given (empty means not given) and from its and the project's name otherwise.</summary>
    public static CompilerOptions Options(string modelPath, string? className, string? nameSpace, string? inputShapes, string? rootNamespace) => new(
        NotBlank(className) ?? DefaultNames.ClassOf(Path.GetFileNameWithoutExtension(modelPath)),
        NotBlank(nameSpace) ?? DefaultNames.NamespaceOf(rootNamespace ?? ""),
        NotBlank(inputShapes));

    public static ModelDescriptor Of(string modelPath, CompilerOptions options)
    {
        byte[]? bytes = ModelFile.TryRead(modelPath, out _);
        return bytes is null
            ? new ModelDescriptor(modelPath, ModelFile.Unreadable, default, options)
            : new ModelDescriptor(modelPath, ModelFile.Sha256(bytes), new(ExternalFiles(modelPath, bytes, options)), options);
    }

    // The files of external data are those that the importer asks for. A model that cannot be imported is reported by the generator; until then
    // the files asked for so far are enough, for the next one is asked for once these are right.
    private static List<ExternalFile> ExternalFiles(string modelPath, byte[] bytes, CompilerOptions options)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        byte[]? Read(string name)
        {
            byte[]? content = ModelInput.ReadSibling(modelPath, name);
            files[name] = content is null ? ModelFile.Unreadable : ModelFile.Sha256(content);
            return content;
        }

        try
        {
            OnnxImporter.Import(new ModelSource(Path.GetFileName(modelPath), bytes, Read), options);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
        }

        return [.. files.Select(file => new ExternalFile(file.Key, file.Value))];
    }

    private static string? NotBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
}
