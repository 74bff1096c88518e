using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Octavo.Compiler;

namespace Octavo.Generator.Tests.Support;

/// <summary>A recorded run of a shared network: its inputs, and what ONNX Runtime with all optimisations made of them.</summary>
internal sealed class SharedCase
{
    private readonly string _folder;
    private readonly Dictionary<string, string> _inputFiles;

    /// <param name="network">A folder of <c>models</c>.</param>
    public SharedCase(string network, int index)
    {
        Model = File.ReadAllBytes(SharedData.Path("models", network, "model.onnx"));
        _folder = SharedData.Path("models", network, $"case_{index}");
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "meta.json")));
        _inputFiles = meta.RootElement.GetProperty("inputs").EnumerateArray()
            .ToDictionary(input => input.GetProperty("name").GetString()!, input => input.GetProperty("file").GetString()!);
    }

    public byte[] Model { get; }

    /// <summary>One tensor per input of the graph that the model was imported into.</summary>
    public TensorData[] Inputs(Graph graph) => [.. graph.Inputs.Select(v => Read(_inputFiles[v.Name], v.Type))];

    /// <summary>One tensor per output of the graph.</summary>
    public TensorData[] Outputs(Graph graph) => [.. graph.Outputs.Select((output, i) => Read($"output_{i}.bin", output.Value.Type))];

    private TensorData Read(string file, TensorType type) => new(type.Element, type.Shape, File.ReadAllBytes(Path.Combine(_folder, file)));
}
