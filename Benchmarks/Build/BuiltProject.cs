using System.IO;
using Octavo.Benchmarks.Networks;
using Octavo.Benchmarks.Projects;

namespace Octavo.Benchmarks.Build;

/// <summary>A project with a network, or with none, that is built again and again. No build server stays between builds.</summary>
internal sealed class BuiltProject
{
    private const string Program = "System.Console.WriteLine();";

    private readonly string _folder;
    private readonly byte[]? _model;
    private readonly byte[]? _changed;
    private bool _hasChanged;

    public BuiltProject(Workspace workspace, SyntheticNetwork? network)
    {
        Name = network?.Name ?? "no_model";
        string items = network is null ? "" : "<ItemGroup><AdditionalFiles Include=\"network.onnx\" /></ItemGroup>";
        _folder = workspace.Project(Name, "net10.0", Program, items);
        if (network is not null)
        {
            _model = network.Build();
            _changed = (byte[])_model.Clone();
            // Somewhere among the weights, which are nearly all of the file.
            _changed[_changed.Length / 2] ^= 1;
            File.WriteAllBytes(ModelPath, _model);
        }
    }

    public string Name { get; }

    private string ModelPath => Path.Combine(_folder, "network.onnx");

    public void Restore() => Command.Run(_folder, "dotnet", "restore", "-v:q");

    /// <summary>Everything but the restore.</summary>
    public CommandCost Cold()
    {
        foreach (string output in new[] { Path.Combine("obj", "Debug"), "bin" })
        {
            string path = Path.Combine(_folder, output);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }

        return Build();
    }

    /// <summary>Nothing has changed since the last build.</summary>
    public CommandCost NoOp() => Build();

    /// <summary>A weight has changed since the last build; a project without a model is built with nothing changed.</summary>
    public CommandCost ModelChanged()
    {
        if (_model is not null)
        {
            _hasChanged = !_hasChanged;
            File.WriteAllBytes(ModelPath, _hasChanged ? _changed! : _model);
        }

        return Build();
    }

    private CommandCost Build() => Command.Run(_folder, "dotnet", "build", "--no-restore", "-v:q", "-nodeReuse:false", "-p:UseSharedCompilation=false");
}
