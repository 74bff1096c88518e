using System;
using System.IO;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Octavo.Compiler;
using Octavo.Generator.Models;

namespace Octavo.Generator.Roslyn;

/// <summary>A model that the project asks for, or the reason why it is refused unread.</summary>
internal sealed record ModelRequest(ModelDescriptor Model, Problem? Refusal)
{
    public static bool IsModel(string path) => HasExtension(path, ModelDescriptor.Extension) || HasExtension(path, ".onnx");

    public static ModelRequest Read(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
    {
        ModelDescriptor model = HasExtension(file.Path, ".onnx")
            ? Describe(file, options)
            : ModelDescriptor.Parse(file.GetText(cancellation)?.ToString() ?? "", file.Path) ?? Unknown(file.Path);
        return new ModelRequest(model, InvalidNames(model));
    }

    // A model that the package's targets have not replaced by a descriptor: they are not imported, as in tests of the generator alone.
    private static ModelDescriptor Describe(AdditionalText file, AnalyzerConfigOptionsProvider options)
    {
        AnalyzerConfigOptions metadata = options.GetOptions(file);
        string? Metadata(string name) => metadata.TryGetValue("build_metadata.AdditionalFiles." + name, out string? value) ? value : null;
        string? rootNamespace = options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? root) ? root : null;

        return ModelDescription.Of(
            file.Path,
            ModelDescription.Options(file.Path, Metadata("ClassName"), Metadata("Namespace"), Metadata("InputShapes"), Metadata("InputValues"), rootNamespace));
    }

    private static ModelDescriptor Unknown(string path) => new(path, ModelFile.Unreadable, default, new CompilerOptions(""));

    private static Problem? InvalidNames(ModelDescriptor model)
    {
        if (model.Options.ClassName.Length == 0)
            return Refused($"'{model.FileName}' was not written by this version of Octavo. Build the project again.");
        if (!IsIdentifier(model.Options.ClassName))
            return Refused($"The class name '{model.Options.ClassName}' of the model '{model.FileName}' is not a C# identifier. Set another ClassName on its AdditionalFiles item.");
        if (model.Options.Namespace.Length > 0 && !Array.TrueForAll(model.Options.Namespace.Split('.'), IsIdentifier))
            return Refused($"The namespace '{model.Options.Namespace}' of the model '{model.FileName}' is not a C# namespace. Set another Namespace on its AdditionalFiles item.");
        return null;
    }

    private static Problem Refused(string message) => new(ProblemKind.InvalidOption, ProblemSeverity.Error, message);

    private static bool IsIdentifier(string name) =>
        SyntaxFacts.IsValidIdentifier(name)
        && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None
        && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None;

    private static bool HasExtension(string path, string extension) => string.Equals(Path.GetExtension(path), extension, StringComparison.OrdinalIgnoreCase);
}
