using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import;

/// <summary>
/// A model made ready for import: the nodes that its outputs depend on, sorted, and its constants, read when first asked for. One file can be
/// imported several times with different input shapes.
/// </summary>
internal sealed class ModelFile
{
    private readonly Dictionary<string, OnnxTensor> _initializers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorData> _contents = new(StringComparer.Ordinal);

    private ModelFile(OnnxModel model, ModelSource source)
    {
        Model = model;
        FileName = source.FileName;
        External = new ExternalData(source.ReadSibling);
    }

    public OnnxModel Model { get; }

    public string FileName { get; }

    public ExternalData External { get; }

    /// <summary>The graph inputs that are no constants; files before IR version 4 list those too.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; private set; } = [];

    /// <summary>The nodes to import, in an order in which they can be.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; private set; } = [];

    /// <summary>The names that live nodes or graph outputs read.</summary>
    public HashSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <exception cref="ModelException">Names clash, the graph has a cycle, or it has no outputs.</exception>
    public static ModelFile Prepare(OnnxModel model, ModelSource source)
    {
        var file = new ModelFile(model, source);
        foreach (OnnxTensor tensor in model.Graph.Initializers)
        {
            if (tensor.Name.Length == 0 || file._initializers.ContainsKey(tensor.Name))
            {
                throw new ModelException(ProblemKind.InvalidGraph, $"Two constants of the model are named {Printable.Quote(tensor.Name)}, or one has no name.");
            }

            file._initializers.Add(tensor.Name, tensor);
        }

        foreach (string name in model.Graph.SparseInitializers)
        {
            throw new ModelException(ProblemKind.UnsupportedType, $"The constant {Printable.Quote(name)} is sparse; Octavo reads dense constants only.");
        }

        if (model.Graph.Outputs.Count == 0)
        {
            throw new ModelException(ProblemKind.MalformedModel, "The model has no outputs.");
        }

        file.Inputs = model.Graph.Inputs.Where(i => !file._initializers.ContainsKey(i.Name)).ToList();
        file.Nodes = NodeOrder.Sort(model.Graph, file.Inputs.Select(i => i.Name).Concat(file._initializers.Keys), file.Used);
        return file;
    }

    /// <summary>Makes constants of inputs.</summary>
    public void Fix(IReadOnlyDictionary<string, TensorData> values)
    {
        foreach (KeyValuePair<string, TensorData> value in values)
        {
            _contents[value.Key] = value.Value;
        }

        Inputs = Inputs.Where(i => !values.ContainsKey(i.Name)).ToList();
    }

    /// <summary>The file's own definition of an operator; null when it has none.</summary>
    public OnnxFunction? Function(string domain, string name) => Model.Functions.FirstOrDefault(f => f.Domain == domain && f.Name == name);

    public bool HasInitializer(string name) => _initializers.ContainsKey(name) || _contents.ContainsKey(name);

    /// <exception cref="ImportException">The constant cannot be read.</exception>
    public TensorData Initializer(string name)
    {
        if (!_contents.TryGetValue(name, out TensorData? data))
        {
            _contents[name] = data = TensorContents.Read(_initializers[name], External);
        }

        return data;
    }

    /// <summary>The version of a domain; contributed domains that the file forgets to list are at version 1.</summary>
    public int Opset(string domain) => Opset(Model.Opsets, domain);

    /// <inheritdoc cref="Opset(string)"/>
    public static int Opset(IReadOnlyDictionary<string, long> opsets, string domain) =>
        opsets.TryGetValue(domain, out long version) ? (int)Math.Max(Math.Min(version, int.MaxValue), 0) : domain.Length == 0 ? 0 : 1;
}
