using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Octavo.Benchmarks.Models;

/// <summary>A network to measure and its recorded runs, of which there may be none.</summary>
/// <param name="Style">How the network is quantized, when the folder's <c>index.json</c> says so: QDQ, QOperator, dynamic, float.</param>
internal sealed record NetworkFolder(string Name, string ModelPath, string? Style, IReadOnlyList<TestCase> Cases)
{
    /// <summary>True unless the network is known not to carry its quantization parameters with it.</summary>
    public bool IsStaticallyQuantized => Style is null || Style.Contains("QDQ", StringComparison.Ordinal) || Style.Contains("QOperator", StringComparison.Ordinal);

    /// <summary>Networks are <c>NAME/model.onnx</c> with cases <c>NAME/case_K</c>, or single files <c>NAME.onnx</c>; in order of their names.</summary>
    public static IEnumerable<NetworkFolder> Find(string root)
    {
        string index = Path.Combine(root, "index.json");
        JsonElement? facts = File.Exists(index) ? JsonDocument.Parse(File.ReadAllBytes(index)).RootElement : null;
        return Directory.EnumerateFiles(root, "*.onnx")
            .Concat(Directory.EnumerateDirectories(root).Select(folder => Path.Combine(folder, "model.onnx")).Where(File.Exists))
            .Select(path => Open(path, facts))
            .OrderBy(network => network.Name, StringComparer.Ordinal);
    }

    private static NetworkFolder Open(string path, JsonElement? facts)
    {
        string folder = Path.GetDirectoryName(path)!;
        bool single = Path.GetFileName(path) != "model.onnx";
        string name = single ? Path.GetFileNameWithoutExtension(path) : Path.GetFileName(folder);
        string? style = facts is { } index && index.TryGetProperty(name, out var entry) && entry.TryGetProperty("style", out var value) ? value.GetString() : null;
        string[] cases = single ? [] : Directory.GetDirectories(folder, "case_*");
        Array.Sort(cases, StringComparer.Ordinal);
        return new NetworkFolder(name, path, style, [.. cases.Select(c => new TestCase(c))]);
    }
}
