using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Octavo.Benchmarks.Comparison;

namespace Octavo.Benchmarks.Models;

/// <summary>A folder of networks: <c>NAME/model.onnx</c> with recorded runs <c>NAME/case_K</c>, or single files <c>NAME.onnx</c>.</summary>
internal static class NetworkFolder
{
    /// <summary>The networks in order of their names.</summary>
    public static IEnumerable<(string Name, string Path)> Find(string root) =>
        Directory.EnumerateFiles(root, "*.onnx").Select(path => (Path.GetFileNameWithoutExtension(path), path))
            .Concat(Directory.EnumerateDirectories(root).Select(folder => (Path.GetFileName(folder), Path.Combine(folder, "model.onnx"))).Where(n => File.Exists(n.Item2)))
            .OrderBy(network => network.Item1, StringComparer.Ordinal);

    public static NetworkCase Open(string root, string name, string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        string[] runs = folder == root ? [] : Directory.GetDirectories(folder, "case_*");
        Array.Sort(runs, StringComparer.Ordinal);
        TestCase[] cases = [.. runs.Select(run => new TestCase(run))];
        return new NetworkCase(name, path, StyleOf(root, name), [.. cases.Select(c => c.Read())], InputShapes: cases.FirstOrDefault()?.InputShapes);
    }

    /// <summary>What the folder's <c>index.json</c>, an object with an entry for each network, says about it.</summary>
    private static string? StyleOf(string root, string name)
    {
        string index = Path.Combine(root, "index.json");
        if (!File.Exists(index))
        {
            return null;
        }

        using var facts = JsonDocument.Parse(File.ReadAllBytes(index));
        return facts.RootElement.TryGetProperty(name, out var entry) && entry.TryGetProperty("style", out var style) ? style.GetString() : null;
    }
}
