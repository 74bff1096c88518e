using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Conformance.Suites;

/// <summary>A model of a suite with what has to come out of it.</summary>
/// <param name="Suite">The first folder on the way to the model.</param>
/// <param name="Runs">Empty when nothing is recorded.</param>
internal sealed record TestModel(string Suite, string Name, string Path, IReadOnlyList<DataSet> Runs)
{
    /// <summary>The shapes of inputs that the model leaves open, as far as the suite says.</summary>
    public IReadOnlyDictionary<string, Shape> Shapes { get; init; } = new Dictionary<string, Shape>();

    public string FullName => $"{Suite}/{Name}";

    /// <summary>All models below a folder, in order of their names.</summary>
    /// <param name="filter">Parts of names separated by commas, of which a model has to hold one; null for all models.</param>
    public static IReadOnlyList<TestModel> Find(string root, string? filter)
    {
        string[] parts = filter?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [""];
        var shapes = ShapeIndex.Read(root);
        return [.. Directory.EnumerateFiles(root, "*.onnx", SearchOption.AllDirectories)
            .Select(path => Open(System.IO.Path.GetFullPath(root), System.IO.Path.GetFullPath(path)))
            .Select(model => shapes.TryGetValue(model.Name, out IReadOnlyDictionary<string, Shape>? known) ? model with { Shapes = known } : model)
            .Where(model => parts.Any(part => model.FullName.Contains(part, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(model => model.FullName, StringComparer.Ordinal)];
    }

    private static TestModel Open(string root, string path)
    {
        string folder = System.IO.Path.GetDirectoryName(path)!, file = System.IO.Path.GetFileNameWithoutExtension(path);
        bool owned = file == "model";
        string[] way = System.IO.Path.GetRelativePath(root, path).Split(System.IO.Path.DirectorySeparatorChar);
        string suite = way.Length > (owned ? 2 : 1) ? way[0] : System.IO.Path.GetFileName(root.TrimEnd(System.IO.Path.DirectorySeparatorChar));
        return new TestModel(suite, owned ? System.IO.Path.GetFileName(folder) : file, path, [.. owned ? Recorded(folder) : Light(folder, file)]);
    }

    private static IEnumerable<DataSet> Recorded(string folder)
    {
        IEnumerable<DataSet> serialized = Directory.GetDirectories(folder, "test_data_set_*").Order(StringComparer.Ordinal).Select(f => new SerializedDataSet(f));
        return Directory.GetDirectories(folder, "case_*").Order(StringComparer.Ordinal).Prepend(folder)
            .Where(f => File.Exists(System.IO.Path.Combine(f, "meta.json")))
            .Select(f => new RecordedDataSet(f))
            .Concat(serialized);
    }

    private static IEnumerable<DataSet> Light(string folder, string file)
    {
        string outputs = System.IO.Path.Combine(folder, file + "_output");
        return File.Exists(outputs + "_0.pb") ? [new RampDataSet(outputs)] : [];
    }
}
