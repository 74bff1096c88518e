using System.CommandLine;
using System.IO;
using System.Linq;
using Octavo.Benchmarks.Comparison;

namespace Octavo.Benchmarks.Models;

/// <summary><c>models DIR</c>: networks from a folder, Octavo beside ONNX Runtime.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "Holds networks: NAME/model.onnx with recorded runs NAME/case_K, or NAME.onnx." };
        var command = new Command("models", "Measures networks from a folder, Octavo beside ONNX Runtime.") { folder.AcceptExistingOnly() };
        ComparisonOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            string root = parsed.GetRequiredValue(folder).FullName.TrimEnd(Path.DirectorySeparatorChar);
            var options = ComparisonOptions.Of(parsed);
            return ComparisonReport.Run(
                NetworkFolder.Find(root).Where(network => options.Selects(network.Name)).Select(network => NetworkFolder.Open(root, network.Name, network.Path)),
                options);
        });
        return command;
    }
}
