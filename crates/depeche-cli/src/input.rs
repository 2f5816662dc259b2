//! TEMPORARY until depeche-ingest is there.
use depeche::Text;
use std::io::Read as _;
use std::path::PathBuf;

pub(crate) struct Input(PathBuf);

impl Input {
    pub(crate) fn name(&self) -> String {
        self.0.display().to_string()
    }
    pub(crate) fn raw(&self) -> Result<String, String> {
        let mut bytes = Vec::new();
        if self.0.as_os_str() == "-" {
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| error.to_string())?;
        } else {
            bytes = std::fs::read(&self.0).map_err(|error| format!("{}: {error}", self.name()))?;
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
    pub(crate) fn open(&self) -> Result<Text, String> {
        Ok(Text { text: self.raw()?, ..Text::default() })
    }
}

pub(crate) fn list(paths: &[PathBuf]) -> (Vec<Input>, Vec<String>) {
    (paths.iter().cloned().map(Input).collect(), Vec::new())
}
pub(crate) fn list_all(paths: &[PathBuf]) -> (Vec<Input>, Vec<String>) {
    list(paths)
}
