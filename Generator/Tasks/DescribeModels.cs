using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Generator.Models;

namespace Octavo.Generator.Tasks;

/// <summary>
/// Writes a descriptor for each model. It reports nothing about them: whatever is wrong with a model or its options stands in the descriptor, and the generator
/// says so where the user expects it, in editors too. Of a calibration that belongs to no model the generator never hears, so that the task tells.
/// </summary>
public sealed class DescribeModels : BuildTask
{
    private const string StampExtension = ".stamp";

    /// <summary>The <c>.onnx</c> files with the metadata <c>ClassName</c>, <c>Namespace</c>, <c>InputShapes</c> and <c>InputValues</c>.</summary>
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>The calibrations: a model beside which one lies, with its name, is quantized by it.</summary>
    public ITaskItem[] Calibrations { get; set; } = [];

    /// <summary>Absolute path of the folder for descriptors and weights.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>The namespace of models without one.</summary>
    public string? RootNamespace { get; set; }

    /// <summary>The descriptors, with metadata <c>Stamp</c>, <c>Weights</c> (a path) and <c>LogicalName</c> (of the resource that the weights become).</summary>
    [Output]
    public ITaskItem[] Descriptors { get; set; } = [];

    public override bool Execute()
    {
        try
        {
            Describe();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log(new Problem(ProblemKind.InternalError, ProblemSeverity.Error, $"The models cannot be described in '{OutputFolder}': {e.Message}"), OutputFolder);
            return false;
        }
    }

    private void Describe()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var resources = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var recorded = new HashSet<string>(Calibrations.Select(c => c.GetMetadata("FullPath")), StringComparer.Ordinal);
        var orphans = new HashSet<string>(recorded, StringComparer.Ordinal);
        foreach (ITaskItem item in Models)
        {
            string modelPath = item.GetMetadata("FullPath");
            CompilerOptions options = ModelDescription.Options(
                modelPath, item.GetMetadata("ClassName"), item.GetMetadata("Namespace"), item.GetMetadata("InputShapes"), item.GetMetadata("InputValues"), RootNamespace);

            string resource = WeightsResource.NameOf(options);
            string path = Path.Combine(OutputFolder, Unique(names, FileNameOf(options)));
            string descriptorPath = path + ModelDescriptor.Extension;
            string calibration = Path.ChangeExtension(modelPath, null) + CalibrationFile.Extension;
            bool isCalibrated = recorded.Contains(calibration);
            orphans.Remove(calibration);
            Describe(modelPath, options, isCalibrated ? Path.GetFileName(calibration) : null, descriptorPath);

            var output = (ITaskItem2)item;
            output.EvaluatedIncludeEscaped = Escape(descriptorPath);
            output.SetMetadataValueLiteral("Stamp", descriptorPath + StampExtension);
            // The generator refuses the second model of a class; its weights would be refused as the second resource of a name.
            bool isFirst = resources.Add(resource);
            output.SetMetadataValueLiteral("Weights", isFirst ? path + ".weights" : "");
            output.SetMetadataValueLiteral("LogicalName", resource);
        }

        WarnOfOrphans(orphans);
        Descriptors = Models;
    }

    /// <summary>A calibration whose name is misspelt would leave its model in float without a word.</summary>
    private void WarnOfOrphans(IEnumerable<string> calibrations)
    {
        foreach (string calibration in calibrations.OrderBy(c => c, StringComparer.Ordinal))
        {
            string file = Path.GetFileName(calibration), model = file.Substring(0, file.Length - CalibrationFile.Extension.Length) + ".onnx";
            Warn(
                new Problem(
                    ProblemKind.InvalidOption, ProblemSeverity.Warning,
                    $"The calibration '{file}' belongs to no model: there is no '{model}' beside it among the project's AdditionalFiles. Name it after its model, or leave it out."),
                calibration);
        }
    }

    private void Describe(string modelPath, CompilerOptions options, string? calibration, string descriptorPath)
    {
        string stampPath = descriptorPath + StampExtension;
        string? text = OutputFile.ReadText(descriptorPath);
        ModelDescriptor? known = text is null ? null : ModelDescriptor.Parse(text, descriptorPath);
        if (known is not null && known.ModelPath == modelPath && known.Options == options && known.Calibration == calibration && OutputFile.ReadText(stampPath) == Stamp(known))
            return;

        Log($"Describing '{modelPath}'.");
        // Stamped before it is read: a change in between leaves a stamp that does not match, and the next build describes again.
        string before = ModelFile.Stamp(modelPath);
        ModelDescriptor model = ModelDescription.Of(modelPath, options, calibration);
        OutputFile.WriteText(descriptorPath, model.Format(descriptorPath));
        OutputFile.WriteText(stampPath, before == ModelFile.Stamp(modelPath) ? Stamp(model) : "");
    }

    private static string Stamp(ModelDescriptor model) => string.Concat(
        new[] { "" }.Concat(model.ExternalFiles.Select(file => file.Name))
            .Select(name => ModelFile.Stamp(name.Length == 0 ? model.ModelPath : Path.Combine(Path.GetDirectoryName(model.ModelPath)!, name)) + "\n"));

    private static string FileNameOf(CompilerOptions options) =>
        new([.. options.FullName.Select(c => c < ' ' || c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' ? '_' : c)]);

    private static string Unique(HashSet<string> names, string name)
    {
        string unique = name;
        for (int i = 2; !names.Add(unique); i++)
            unique = $"{name}-{i}";
        return unique;
    }

    // MSBuild's escapes, of the characters that mean something to it in an item's name.
    private static string Escape(string path) => string.Concat(path.Select(c => c is '%' or '*' or '?' or '@' or '$' or '(' or ')' or ';' or '\'' ? $"%{(int)c:x2}" : c.ToString()));
}
