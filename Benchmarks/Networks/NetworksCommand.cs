using System.CommandLine;
using System.IO;
using System.Linq;
using Octavo.Benchmarks.Comparison;

namespace Octavo.Benchmarks.Networks;

/// <summary><c>networks</c>: networks of well-known shapes, Octavo beside ONNX Runtime.</summary>
internal static class NetworksCommand
{
    public static Command Create()
    {
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Write the networks to this folder and leave them there." };
        var command = new Command("networks", "Measures networks of well-known shapes with random weights, Octavo beside ONNX Runtime.") { keep };
        ComparisonOptions.AddTo(command);
        command.SetAction(parsed => Run(ComparisonOptions.Of(parsed), parsed.GetValue(keep)));
        return command;
    }

    private static int Run(ComparisonOptions options, DirectoryInfo? keep)
    {
        var folder = keep ?? Directory.CreateTempSubdirectory("octavo-networks-");
        folder.Create();
        try
        {
            return ComparisonReport.Run(SyntheticNetwork.All.Where(n => options.Selects(n.Name)).Select(n => Write(folder.FullName, n)), options);
        }
        finally
        {
            if (keep is null)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static NetworkCase Write(string folder, SyntheticNetwork network)
    {
        string path = Path.Combine(folder, network.Name + ".onnx");
        File.WriteAllBytes(path, network.Build());
        return new NetworkCase(network.Name, path, network.Style, Runs: [], network.Tolerance);
    }
}
